package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An account to deploy into, under a name that jobs use: who enters it, as which role, through which bucket. */
public final class TargetAccount implements Describable<TargetAccount> {
    private final String name;
    private String credentialsId;
    private boolean controllerIdentity;
    private String sourceRoleArn;
    private String roleArn;
    private String externalId;
    private Integer sessionDuration;
    private String region;
    private String bucket;
    private BucketOwner bucketOwner;
    private String bucketAccount;
    private String kmsKeyId;
    private String keyPrefix;
    private String instanceRole;
    private String codedeployEndpoint;
    private String s3Endpoint;
    private String stsEndpoint;
    private String stsRegion;
    private String accessPortalUrl;
    private String consoleRole;
    private String consoleSessionName;
    private List<String> folders;
    private Guards guards;

    @DataBoundConstructor
    public TargetAccount(String name) {
        this.name = Util.fixNull(Util.fixEmptyAndTrim(name));
    }

    @NonNull
    public String getName() {
        return name;
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Whether the controller's own AWS identity is used instead of a stored credential. */
    public boolean isControllerIdentity() {
        return controllerIdentity;
    }

    @DataBoundSetter
    public void setControllerIdentity(boolean controllerIdentity) {
        this.controllerIdentity = controllerIdentity;
    }

    /** Role of the source account that an ID token assumes; null for none. */
    @CheckForNull
    public String getSourceRoleArn() {
        return sourceRoleArn;
    }

    @DataBoundSetter
    public void setSourceRoleArn(@CheckForNull String sourceRoleArn) {
        this.sourceRoleArn = Util.fixEmptyAndTrim(sourceRoleArn);
    }

    /** Null deploys as the source identity itself, within its own account. */
    @CheckForNull
    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(@CheckForNull String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    @CheckForNull
    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(@CheckForNull String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    /** In seconds; null means an hour. */
    @CheckForNull
    public Integer getSessionDuration() {
        return sessionDuration;
    }

    /** @throws InvalidInputException for null, which configuration as code makes of everything that is no number */
    @DataBoundSetter
    public void setSessionDuration(Integer sessionDuration) {
        if (sessionDuration == null) {
            throw new InvalidInputException("sessionDuration", Text.of("engine.sessionDuration.number"));
        }
        this.sessionDuration = sessionDuration;
    }

    @CheckForNull
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(@CheckForNull String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    @CheckForNull
    public String getBucket() {
        return bucket;
    }

    @DataBoundSetter
    public void setBucket(@CheckForNull String bucket) {
        this.bucket = Util.fixEmptyAndTrim(bucket);
    }

    /** Null where jobs may say. */
    @CheckForNull
    public BucketOwner getBucketOwner() {
        return bucketOwner;
    }

    @DataBoundSetter
    public void setBucketOwner(@CheckForNull BucketOwner bucketOwner) {
        this.bucketOwner = bucketOwner;
    }

    /** That the bucket must belong to; null means the account that uploads. */
    @CheckForNull
    public String getBucketAccount() {
        return bucketAccount;
    }

    @DataBoundSetter
    public void setBucketAccount(@CheckForNull String bucketAccount) {
        this.bucketAccount = Util.fixEmptyAndTrim(bucketAccount);
    }

    @CheckForNull
    public String getKmsKeyId() {
        return kmsKeyId;
    }

    @DataBoundSetter
    public void setKmsKeyId(@CheckForNull String kmsKeyId) {
        this.kmsKeyId = Util.fixEmptyAndTrim(kmsKeyId);
    }

    @CheckForNull
    public String getKeyPrefix() {
        return keyPrefix;
    }

    @DataBoundSetter
    public void setKeyPrefix(@CheckForNull String keyPrefix) {
        this.keyPrefix = Util.fixEmptyAndTrim(keyPrefix);
    }

    /** ARN of the role that the instances read revisions as; only checks and explanations need it. */
    @CheckForNull
    public String getInstanceRole() {
        return instanceRole;
    }

    @DataBoundSetter
    public void setInstanceRole(@CheckForNull String instanceRole) {
        this.instanceRole = Util.fixEmptyAndTrim(instanceRole);
    }

    @CheckForNull
    public String getCodedeployEndpoint() {
        return codedeployEndpoint;
    }

    @DataBoundSetter
    public void setCodedeployEndpoint(@CheckForNull String codedeployEndpoint) {
        this.codedeployEndpoint = Util.fixEmptyAndTrim(codedeployEndpoint);
    }

    @CheckForNull
    public String getS3Endpoint() {
        return s3Endpoint;
    }

    @DataBoundSetter
    public void setS3Endpoint(@CheckForNull String s3Endpoint) {
        this.s3Endpoint = Util.fixEmptyAndTrim(s3Endpoint);
    }

    @CheckForNull
    public String getStsEndpoint() {
        return stsEndpoint;
    }

    @DataBoundSetter
    public void setStsEndpoint(@CheckForNull String stsEndpoint) {
        this.stsEndpoint = Util.fixEmptyAndTrim(stsEndpoint);
    }

    /** Whose STS is asked; null means the deployment's own region. */
    @CheckForNull
    public String getStsRegion() {
        return stsRegion;
    }

    @DataBoundSetter
    public void setStsRegion(@CheckForNull String stsRegion) {
        this.stsRegion = Util.fixEmptyAndTrim(stsRegion);
    }

    @CheckForNull
    public String getAccessPortalUrl() {
        return accessPortalUrl;
    }

    @DataBoundSetter
    public void setAccessPortalUrl(@CheckForNull String accessPortalUrl) {
        this.accessPortalUrl = Util.fixEmptyAndTrim(accessPortalUrl);
    }

    @CheckForNull
    public String getConsoleRole() {
        return consoleRole;
    }

    @DataBoundSetter
    public void setConsoleRole(@CheckForNull String consoleRole) {
        this.consoleRole = Util.fixEmptyAndTrim(consoleRole);
    }

    @CheckForNull
    public String getConsoleSessionName() {
        return consoleSessionName;
    }

    @DataBoundSetter
    public void setConsoleSessionName(@CheckForNull String consoleSessionName) {
        this.consoleSessionName = Util.fixEmptyAndTrim(consoleSessionName);
    }

    /** Full names of the folders (or single jobs) that may use it; empty means every job of its scope. */
    @NonNull
    public List<String> getFolders() {
        return folders == null ? List.of() : List.copyOf(folders);
    }

    /** The form gives them as lines of one text. */
    @DataBoundSetter
    public void setFolders(@CheckForNull List<String> folders) {
        List<String> named = Util.fixNull(folders).stream()
                .flatMap(String::lines)
                .map(TargetAccount::fullName)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        this.folders = named.isEmpty() ? null : new ArrayList<>(named);
    }

    /** What deployments into it must satisfy; null for nothing. */
    @CheckForNull
    public Guards getGuards() {
        return guards;
    }

    @DataBoundSetter
    public void setGuards(@CheckForNull Guards guards) {
        this.guards = guards;
    }

    /** Whether an item that had one name and has another now was named. */
    boolean renameFolder(@NonNull String from, @NonNull String to) {
        List<String> before = getFolders();
        setFolders(before.stream()
                .map(folder -> folder.equals(from)
                        ? to
                        : folder.startsWith(from + "/") ? to + folder.substring(from.length()) : folder)
                .toList());
        return !before.equals(getFolders());
    }

    /**
     * Whether the folders allow it; the controller's identity needs one by name. A name whose folder was deleted allows
     * nothing, whoever takes that name next.
     */
    boolean allows(@NonNull Item item) {
        String asking = item.getFullName();
        return getFolders().isEmpty()
                ? !controllerIdentity
                : getFolders().stream()
                        .filter(folder -> !DeletedFolders.get().contains(folder))
                        .anyMatch(folder -> asking.equals(folder) || asking.startsWith(folder + "/"));
    }

    @CheckForNull
    private static String fullName(String given) {
        return Util.fixEmptyAndTrim(Util.fixNull(given).strip().replaceAll("^/+|(?<!/)/+$", ""));
    }

    /** The form within {@link TargetAccounts} and a folder's property. */
    @Extension
    @Symbol("targetAccount")
    public static final class DescriptorImpl extends Descriptor<TargetAccount> implements TargetForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TargetAccount_displayName();
        }

        /** For the form's text area. */
        @NonNull
        public String lines(@CheckForNull List<String> folders) {
            return String.join("\n", Util.fixNull(folders));
        }
    }
}
