package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.AccessControlled;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.credentials.CredentialsLookup;
import io.jenkins.plugins.codedeploy.credentials.ItemLookup;
import io.jenkins.plugins.codedeploy.credentials.RunLookup;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.guard.GuardRules;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import java.time.Duration;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Finds what a {@link TargetReference} means for a run or for a person at a form. A named target account is fixed: what
 * it says cannot be said otherwise, and its identity cannot be given at all.
 */
public final class TargetResolver {
    private TargetResolver() {}

    /**
     * With the rights of a run, whose use of the credential is recorded.
     *
     * @throws AbortException in the reader's language, where something is missing, off or not allowed
     */
    @NonNull
    public static ResolvedTarget resolve(@NonNull TargetReference reference, @NonNull Run<?, ?> run)
            throws AbortException {
        return withUserMessage(reference, new RunLookup(run));
    }

    /**
     * With the rights of a person who configures an item, or Jenkins itself where there is none.
     *
     * @throws AbortException as above
     * @throws org.springframework.security.access.AccessDeniedException for who may not call AWS from there
     */
    @NonNull
    public static ResolvedTarget resolveForForm(@NonNull TargetReference reference, @CheckForNull Item item)
            throws AbortException {
        FormAccess.checkCall(item);
        return withUserMessage(reference, new ItemLookup(item));
    }

    /**
     * With the rights that the builds of a job have whoever starts them. For who may start one.
     *
     * @throws AbortException as above
     * @throws org.springframework.security.access.AccessDeniedException for who may not start a build
     */
    @NonNull
    public static ResolvedTarget resolveForBuilds(@NonNull TargetReference reference, @NonNull Item job)
            throws AbortException {
        job.checkPermission(Item.BUILD);
        return withUserMessage(reference, new ItemLookup(job));
    }

    /**
     * A target account as a form has it, perhaps not saved, where it would stand: in a folder, or in Jenkins itself.
     *
     * @param folder null for the whole of Jenkins
     * @throws AbortException as above
     * @throws org.springframework.security.access.AccessDeniedException as above
     */
    @NonNull
    public static ResolvedTarget resolveForForm(@NonNull TargetAccount account, @CheckForNull Item folder)
            throws AbortException {
        FormAccess.checkCall(folder);
        if (folder != null && !(folder instanceof ItemGroup)) {
            throw new IllegalArgumentException(folder.getFullName() + " defines no target accounts");
        }
        DefinedTarget defined = new DefinedTarget(account, (ItemGroup<?>) folder);
        return withUserMessage(() -> resolved(defined, TargetReference.builder().build(), new ItemLookup(folder)));
    }

    private interface Resolution {
        ResolvedTarget make() throws AbortException;
    }

    private static ResolvedTarget withUserMessage(TargetReference reference, CredentialsLookup lookup)
            throws AbortException {
        String target = reference.getTarget();
        return withUserMessage(() -> target == null ? given(reference, lookup) : named(target, reference, lookup));
    }

    private static ResolvedTarget withUserMessage(Resolution resolution) throws AbortException {
        try {
            return resolution.make();
        } catch (InvalidInputException e) {
            Locale locale = LocaleProvider.getLocale();
            throw new AbortException(
                    Text.of("engine.field", e.field(), e.text().in(locale)).in(locale));
        }
    }

    private static ResolvedTarget given(TargetReference reference, CredentialsLookup lookup) throws AbortException {
        String id = Inputs.required("credentialsId", reference.getCredentialsId());
        RoleArn role = role(reference.getRoleArn());
        // all else is looked at first: a credential is not asked for in vain
        String region = Inputs.region("region", reference.getRegion());
        Duration session = duration(reference.getSessionDuration());
        RoleArn sourceRole = sourceRole(reference.getSourceRoleArn());
        String bucket = reference.getBucket() == null ? null : Inputs.bucket("bucket", reference.getBucket());
        String bucketAccount = BucketAccount.check(reference.getBucketAccount());
        String kmsKeyId = Inputs.kmsKeyId(reference.getKmsKeyId());
        SourceIdentity source = StoredIdentity.given(id, sourceRole, lookup);
        BucketOwner owner = owner(reference.getBucketOwner(), role, source);
        TargetAccess access = new TargetAccess(
                source,
                role,
                reference.getExternalId(),
                session,
                region,
                AwsEndpoints.REGIONAL,
                lookup.sessionTags(),
                lookup.sourceIdentity(),
                checkedInstanceRole(reference.getInstanceRole()));
        Item item = lookup.item();
        String scope = item == null ? "" : item.getParent().getFullName();
        RoleArn acting = role == null ? sourceRole : role;
        String account = acting == null ? "credential:" + scope + "/" + id : acting.accountId();
        return new ResolvedTarget(
                null,
                account,
                access,
                bucket,
                owner,
                bucketAccount,
                kmsKeyId,
                reference.getKeyPrefix(),
                null,
                GuardRules.NONE,
                null,
                null);
    }

    private static ResolvedTarget named(String target, TargetReference reference, CredentialsLookup lookup)
            throws AbortException {
        DefinedTarget defined = TargetDirectory.find(target, lookup.item());
        if (defined == null) {
            throw new AbortException(SingleLine.of(Messages.TargetResolver_unknown(target)));
        }
        return resolved(defined, reference, lookup);
    }

    private static ResolvedTarget resolved(DefinedTarget defined, TargetReference reference, CredentialsLookup lookup)
            throws AbortException {
        TargetAccount account = defined.account();
        AwsEndpoints endpoints = TargetRules.checkSaved(account, defined.folder() == null);
        Fixed fixed = new Fixed(account.getName());
        fixed.never("credentialsId", reference.getCredentialsId());
        fixed.never("sourceRoleArn", reference.getSourceRoleArn());
        fixed.never("roleArn", reference.getRoleArn());
        fixed.never("externalId", reference.getExternalId());
        String region = fixed.or("region", account.getRegion(), reference.getRegion());
        boolean lent = account.isControllerIdentity() || StoredIdentity.isSystem(defined, lookup);
        if (lent && account.getBucket() == null && reference.getBucket() != null) {
            throw new AbortException(SingleLine.of(Messages.TargetResolver_lentBucket(account.getName())));
        }
        String bucket = fixed.or("bucket", account.getBucket(), reference.getBucket());
        if (account.getBucket() != null && account.getBucketAccount() == null) {
            fixed.never("bucketAccount", reference.getBucketAccount());
        }
        String bucketAccount = fixed.or("bucketAccount", account.getBucketAccount(), reference.getBucketAccount());
        BucketOwner owner = fixed.or("bucketOwner", account.getBucketOwner(), reference.getBucketOwner());
        String kmsKeyId = fixed.or("kmsKeyId", account.getKmsKeyId(), reference.getKmsKeyId());
        String keyPrefix = fixed.or("keyPrefix", account.getKeyPrefix(), reference.getKeyPrefix());
        String instanceRole = fixed.or("instanceRole", account.getInstanceRole(), reference.getInstanceRole());
        Integer session = fixed.or("sessionDuration", account.getSessionDuration(), reference.getSessionDuration());

        RoleArn role = role(account.getRoleArn());
        String checkedRegion = Inputs.region("region", region);
        SourceIdentity source = account.isControllerIdentity()
                ? controller(lookup)
                : StoredIdentity.ofTarget(defined, sourceRole(account.getSourceRoleArn()), lookup);
        TargetAccess access = new TargetAccess(
                source,
                role,
                account.getExternalId(),
                duration(session),
                checkedRegion,
                endpoints,
                lookup.sessionTags(),
                lookup.sourceIdentity(),
                checkedInstanceRole(instanceRole));
        return new ResolvedTarget(
                account.getName(),
                accountOf(defined),
                access,
                bucket == null ? null : Inputs.bucket("bucket", bucket),
                owner(owner, role, source),
                BucketAccount.check(bucketAccount),
                Inputs.kmsKeyId(kmsKeyId),
                keyPrefix,
                account.getKeyPrefix() == null && lent ? ObjectNaming.ROOT : account.getKeyPrefix(),
                Guards.rules(defined),
                defined.folder() instanceof AccessControlled folder ? folder : Jenkins.get(),
                signIn(account, role));
    }

    /** As {@link ResolvedTarget#account}. Two folders may have target accounts of the same name. */
    @NonNull
    static String accountOf(@NonNull DefinedTarget defined) {
        TargetAccount target = defined.account();
        String arn = target.getRoleArn() == null ? target.getSourceRoleArn() : target.getRoleArn();
        RoleArn role = role(arn);
        ItemGroup<?> folder = defined.folder();
        return role == null
                ? "target:" + (folder == null ? "" : folder.getFullName()) + "/"
                        + defined.account().getName()
                : role.accountId();
    }

    /** Used by whoever may use a stored credential here, and asked again for each use, as for those. */
    private static SourceIdentity controller(CredentialsLookup lookup) throws AbortException {
        if (!lookup.mayUseItem()) {
            throw new AbortException(Messages.TargetResolver_controllerNotAllowed());
        }
        AwsCredentialsProvider controller = () -> {
            if (!lookup.mayUseItem()) {
                throw StoredCredentials.unable(Messages.TargetResolver_controllerNotAllowed());
            }
            return Engines.controllerIdentity().resolveCredentials();
        };
        return new SourceIdentity(controller, "controller", Messages.TargetResolver_controllerIdentity());
    }

    @CheckForNull
    private static RoleArn role(@CheckForNull String arn) {
        return arn == null ? null : RoleArn.parse(arn);
    }

    @CheckForNull
    private static RoleArn sourceRole(@CheckForNull String arn) {
        return arn == null ? null : RoleArn.parse("sourceRoleArn", arn);
    }

    @CheckForNull
    private static String checkedInstanceRole(@CheckForNull String arn) {
        return arn == null ? null : RoleArn.parse("instanceRole", arn).toString();
    }

    private static Duration duration(@CheckForNull Integer seconds) {
        return seconds == null ? TargetAccess.DEFAULT_SESSION : Inputs.sessionDuration(seconds);
    }

    private static BucketOwner owner(@CheckForNull BucketOwner given, @CheckForNull RoleArn role, SourceIdentity source)
            throws AbortException {
        if (source.webIdentity() != null && source.sourceRole() == null) {
            if (given == BucketOwner.SOURCE) {
                throw new AbortException(Messages.TargetResolver_ownerOfToken());
            }
            return BucketOwner.TARGET;
        }
        BucketOwner owner = given == null ? BucketOwner.SOURCE : given;
        if (role == null && owner == BucketOwner.TARGET) {
            throw new AbortException(Messages.TargetResolver_ownerWithoutRole());
        }
        return owner;
    }

    @CheckForNull
    private static SignIn signIn(TargetAccount account, @CheckForNull RoleArn role) {
        String consoleRole = account.getConsoleRole();
        return role == null || consoleRole == null
                ? null
                : new SignIn(
                        role.partition(),
                        role.accountId(),
                        account.getAccessPortalUrl(),
                        consoleRole,
                        account.getConsoleSessionName());
    }

    /** What a job may still say beside the name of a target account. */
    private record Fixed(String target) {
        void never(String field, @CheckForNull String given) throws AbortException {
            if (given != null) {
                throw new AbortException(SingleLine.of(Messages.TargetResolver_fixed(field, target)));
            }
        }

        <T> T or(String field, @CheckForNull T configured, @CheckForNull T given) throws AbortException {
            if (configured != null && given != null && !configured.equals(given)) {
                throw new AbortException(SingleLine.of(Messages.TargetResolver_fixed(field, target)));
            }
            return configured == null ? given : configured;
        }
    }
}
