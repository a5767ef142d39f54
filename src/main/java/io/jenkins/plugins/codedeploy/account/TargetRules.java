package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import jenkins.util.SystemProperties;
import org.jvnet.localizer.LocaleProvider;

/**
 * What a target account must say. Checked when it is saved and again when it is used, since files are edited by hand
 * too.
 */
final class TargetRules {
    /**
     * An administrator's switch, for demos and never for production: folders may specify endpoints on this machine.
     * Whoever configures a folder can then reach what listens there.
     */
    static final String LOOPBACK_ENDPOINTS = TargetRules.class.getName() + ".loopbackEndpoints";

    private static final Pattern CONSOLE_ROLE = Pattern.compile("[\\w+=,.@/-]{1,512}");

    private TargetRules() {}

    /** @throws IllegalArgumentException in the reader's language */
    static void checkAll(@NonNull List<TargetAccount> accounts, boolean global) {
        Set<String> names = new HashSet<>();
        for (TargetAccount account : accounts) {
            if (!names.add(account.getName())) {
                throw new IllegalArgumentException(Messages.TargetRules_twice(account.getName()));
            }
            try {
                checkSaved(account, global);
            } catch (AbortException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    /** As {@link #check}, for who did not enter the values: the message names the target account. */
    @NonNull
    static AwsEndpoints checkSaved(@NonNull TargetAccount account, boolean global) throws AbortException {
        try {
            return check(account, global);
        } catch (InvalidInputException e) {
            Locale locale = LocaleProvider.getLocale();
            String words =
                    Text.of("engine.field", e.field(), e.text().in(locale)).in(locale);
            throw new AbortException(SingleLine.of(Messages.TargetRules_invalid(account.getName(), words)));
        }
    }

    /**
     * @param global whether an administrator has defined it for the whole of Jenkins
     * @return its endpoints
     * @throws InvalidInputException for a field that is off in itself
     * @throws AbortException for what its place does not allow
     */
    @NonNull
    static AwsEndpoints check(@NonNull TargetAccount account, boolean global) throws AbortException {
        String name = Inputs.name("name", account.getName());
        if (account.isControllerIdentity()) {
            checkControllerIdentity(account, global);
        } else {
            Inputs.required("credentialsId", account.getCredentialsId());
        }
        checkValues(account);
        if (!global && !account.getFolders().isEmpty()) {
            throw new AbortException(SingleLine.of(Messages.TargetRules_foldersInFolder(name)));
        }
        return new AwsEndpoints(
                endpoint(AwsService.STS, "stsEndpoint", account.getStsEndpoint(), global),
                endpoint(AwsService.S3, "s3Endpoint", account.getS3Endpoint(), global),
                endpoint(AwsService.CODEDEPLOY, "codedeployEndpoint", account.getCodedeployEndpoint(), global),
                Inputs.optional(account.getStsRegion()));
    }

    private static void checkValues(TargetAccount account) {
        given(account.getSourceRoleArn(), arn -> RoleArn.parse("sourceRoleArn", arn));
        given(account.getRoleArn(), RoleArn::parse);
        Inputs.externalId(account.getExternalId());
        given(account.getSessionDuration(), seconds -> Inputs.sessionDuration(seconds));
        given(account.getRegion(), region -> Inputs.region("region", region));
        given(account.getBucket(), bucket -> Inputs.bucket("bucket", bucket));
        BucketAccount.check(account.getBucketAccount());
        Inputs.kmsKeyId(account.getKmsKeyId());
        checkKeyPrefix(account.getKeyPrefix());
        checkInstanceRole(account.getInstanceRole());
        AwsEndpoints.parse("accessPortalUrl", account.getAccessPortalUrl());
        checkConsoleRole(account.getConsoleRole());
        given(account.getGuards(), Guards::check);
        given(account.getStsRegion(), region -> Inputs.region("stsRegion", region));
    }

    private static <T> void given(@CheckForNull T value, Consumer<T> rule) {
        if (value != null) {
            rule.accept(value);
        }
    }

    static void checkKeyPrefix(@CheckForNull String prefix) {
        if (Util.fixEmptyAndTrim(prefix) != null) {
            ObjectNaming.of("", prefix, null);
        }
    }

    static void checkInstanceRole(@CheckForNull String arn) {
        if (Util.fixEmptyAndTrim(arn) != null) {
            RoleArn.parse("instanceRole", arn);
        }
    }

    /** A name, perhaps with its path: the links that it goes into name the account apart. */
    static void checkConsoleRole(@CheckForNull String role) {
        String name = Inputs.optional("consoleRole", role);
        if (name != null && !CONSOLE_ROLE.matcher(name).matches()) {
            throw new InvalidInputException("consoleRole", Text.of("engine.consoleRole", name));
        }
    }

    private static void checkControllerIdentity(TargetAccount account, boolean global) throws AbortException {
        if (!global) {
            throw new AbortException(SingleLine.of(Messages.TargetRules_controllerIdentityInFolder(account.getName())));
        }
        if (account.getFolders().isEmpty()) {
            throw new AbortException(
                    SingleLine.of(Messages.TargetRules_controllerIdentityEverywhere(account.getName())));
        }
        if (account.getCredentialsId() != null) {
            throw new AbortException(SingleLine.of(Messages.TargetRules_twoIdentities(account.getName())));
        }
        if (account.getSourceRoleArn() != null) {
            throw new InvalidInputException("sourceRoleArn", Text.of("aws.webIdentity.noToken"));
        }
    }

    /** A folder's owner may choose among AWS's endpoints of the service, not send the controller to any other host. */
    @CheckForNull
    static URI endpoint(AwsService service, String field, @CheckForNull String given, boolean global)
            throws AbortException {
        URI endpoint = AwsEndpoints.parse(field, given);
        if (endpoint != null && !global && !service.isAt(endpoint) && !isDemo(endpoint)) {
            throw new AbortException(SingleLine.of(Messages.TargetRules_endpointInFolder(field)));
        }
        return endpoint;
    }

    private static boolean isDemo(URI endpoint) {
        return SystemProperties.getBoolean(LOOPBACK_ENDPOINTS)
                && ("127.0.0.1".equals(endpoint.getHost()) || "localhost".equals(endpoint.getHost()));
    }
}
