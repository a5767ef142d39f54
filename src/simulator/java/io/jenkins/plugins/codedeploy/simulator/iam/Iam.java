package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Users, roles and what they may do, in all accounts. Everything can be changed at any time. */
public final class Iam {
    private final Map<String, Entity> entities = new ConcurrentHashMap<>();
    private final Map<String, String> instanceProfiles = new ConcurrentHashMap<>();
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    private final Organization organization = new Organization(this);
    private final IdentityProviders providers = new IdentityProviders(this);
    private final Facts facts = new Facts();
    private volatile Duration delay = Duration.ZERO;

    /** The accounts' organization and its control policies. */
    @NonNull
    public Organization organization() {
        return organization;
    }

    /** The accounts' OpenID Connect identity providers. */
    @NonNull
    public IdentityProviders identityProviders() {
        return providers;
    }

    /** Properties of calls that the simulation cannot observe. */
    @NonNull
    public Facts facts() {
        return facts;
    }

    /** @param realTime from now on, how long new documents take to have an effect */
    public void delay(@NonNull Duration realTime) {
        delay = realTime;
    }

    @NonNull
    public Duration delay() {
        return delay;
    }

    @NonNull
    public Entity createUser(@NonNull String accountId, @NonNull String name) throws AwsError {
        return add(
                new Entity(accountId, "arn:aws:iam::" + accountId + ":user/" + name, IamIds.unique("AIDA", 17), null));
    }

    /** @param trustPolicy a JSON document */
    @NonNull
    public Entity createRole(@NonNull String accountId, @NonNull String name, @NonNull String trustPolicy)
            throws AwsError {
        PolicyDocument trust = parse(trustPolicy, PolicyDocument.Purpose.TRUST);
        return add(
                new Entity(accountId, "arn:aws:iam::" + accountId + ":role/" + name, IamIds.unique("AROA", 17), trust));
    }

    private Entity add(Entity entity) throws AwsError {
        if (entities.putIfAbsent(entity.arn(), entity) != null) {
            throw new AwsError(409, "EntityAlreadyExists", entity.arn() + " already exists.");
        }
        return entity;
    }

    /** Its keys and sessions lose every right; policies that name it do not mean a later one of the same name. */
    public void delete(@NonNull String arn) throws AwsError {
        entity(arn);
        entities.remove(arn);
        credentials
                .values()
                .removeIf(
                        key -> key.sessionToken() == null && key.caller().arn().equals(arn));
    }

    /** The temporary credentials that were issued so far. */
    @NonNull
    public List<Credential> sessions() {
        return credentials.values().stream()
                .filter(key -> key.sessionToken() != null)
                .toList();
    }

    /** @throws AwsError {@code NoSuchEntity} */
    @NonNull
    public Entity entity(@NonNull String arn) throws AwsError {
        Entity entity = entities.get(arn);
        if (entity == null) {
            throw new AwsError(404, "NoSuchEntity", arn + " cannot be found.");
        }
        return entity;
    }

    /** Null for none. */
    @CheckForNull
    public Entity find(@NonNull String arn) {
        return entities.get(arn);
    }

    /**
     * One document of all that narrow a session.
     *
     * @param inline null for none
     * @param managed names of AWS' own policies
     * @return null where nothing narrows it
     */
    @CheckForNull
    public String sessionPolicy(@CheckForNull String inline, @NonNull List<String> managed) throws AwsError {
        List<String> documents = new ArrayList<>();
        if (inline != null) {
            parse(inline, PolicyDocument.Purpose.IDENTITY);
            documents.add(inline);
        }
        for (String name : managed) {
            documents.add(ManagedPolicies.document(name));
        }
        return documents.isEmpty() ? null : PolicyDocument.merge(documents);
    }

    /** @return the instance profile's ARN; a policy's principal must be the role's instead */
    @NonNull
    public String createInstanceProfile(@NonNull String accountId, @NonNull String name, @NonNull String roleArn) {
        String arn = "arn:aws:iam::" + accountId + ":instance-profile/" + name;
        instanceProfiles.put(arn, roleArn);
        return arn;
    }

    /** @throws AwsError {@code NoSuchEntity} */
    @NonNull
    public String roleOf(@NonNull String instanceProfileArn) throws AwsError {
        String role = instanceProfiles.get(instanceProfileArn);
        if (role == null) {
            throw new AwsError(404, "NoSuchEntity", instanceProfileArn + " cannot be found.");
        }
        return role;
    }

    /** Adds or replaces an inline policy of a user or role. */
    public void putPolicy(@NonNull String arn, @NonNull String name, @NonNull String document) throws AwsError {
        change(arn, name, parse(document, PolicyDocument.Purpose.IDENTITY));
    }

    public void deletePolicy(@NonNull String arn, @NonNull String name) throws AwsError {
        change(arn, name, null);
    }

    /** @param managedPolicy name of one of AWS' own, such as {@code AWSCodeDeployDeployerAccess} */
    public void attach(@NonNull String arn, @NonNull String managedPolicy) throws AwsError {
        change(
                arn,
                ManagedPolicies.arn(managedPolicy),
                parse(ManagedPolicies.document(managedPolicy), PolicyDocument.Purpose.IDENTITY));
    }

    public void detach(@NonNull String arn, @NonNull String managedPolicy) throws AwsError {
        change(arn, ManagedPolicies.arn(managedPolicy), null);
    }

    /** @param document null to remove it */
    public void boundary(@NonNull String arn, @CheckForNull String document) throws AwsError {
        Entity entity = entity(arn);
        PolicyDocument policy = document == null ? null : parse(document, PolicyDocument.Purpose.IDENTITY);
        entity.attached().set(new Entity.Attached(entity.attached().latest().policies(), policy), delay);
    }

    /** Replaces a role's trust policy. */
    public void trust(@NonNull String roleArn, @NonNull String document) throws AwsError {
        Effective<PolicyDocument> trust = entity(roleArn).trust();
        if (trust == null) {
            throw new AwsError(404, "NoSuchEntity", roleArn + " is no role.");
        }
        trust.set(parse(document, PolicyDocument.Purpose.TRUST), delay);
    }

    private void change(String arn, String name, @CheckForNull PolicyDocument policy) throws AwsError {
        Entity entity = entity(arn);
        entity.attached().set(entity.attached().latest().with(name, policy), delay);
    }

    /** Reads a document, with the principals as they are now. */
    @NonNull
    public PolicyDocument parse(@NonNull String document, @NonNull PolicyDocument.Purpose purpose) throws AwsError {
        return PolicyDocument.parse(document, purpose, this::uniqueId);
    }

    /** A document as AWS shows it: principals that are gone by their unique ids. */
    @NonNull
    public String show(@NonNull PolicyDocument document) {
        return document.show(this::uniqueId);
    }

    @CheckForNull
    private String uniqueId(String arn) {
        Entity entity = entities.get(arn);
        return entity == null ? null : entity.id();
    }

    /** A new access key. */
    @NonNull
    public Credential createAccessKey(@NonNull String userArn) throws AwsError {
        Entity user = entity(userArn);
        Caller caller = new Caller(
                Caller.Kind.USER, user.accountId(), user.arn(), user.id(), null, Map.copyOf(user.tags()), null, null);
        return keep(new Credential(IamIds.unique("AKIA", 16), IamIds.secret(), null, caller, null));
    }

    public void deleteAccessKey(@NonNull String accessKeyId) {
        credentials.remove(accessKeyId);
    }

    /** Temporary credentials for a session that was granted. */
    @NonNull
    public Credential createSession(@NonNull Caller session, @NonNull Instant expiration) {
        return keep(
                new Credential(IamIds.unique("ASIA", 16), IamIds.secret(), IamIds.random(300), session, expiration));
    }

    private Credential keep(Credential credential) {
        credentials.put(credential.accessKeyId(), credential);
        return credential;
    }

    /** Null for an unknown or deleted key; expired ones are found. */
    @CheckForNull
    public Credential credential(@NonNull String accessKeyId) {
        return credentials.get(accessKeyId);
    }

    /** An instance that acts as its profile's role. */
    @NonNull
    public Caller instanceCaller(@NonNull String roleArn, @NonNull String instanceId) throws AwsError {
        return serviceCaller(roleArn, "ec2.amazonaws.com", instanceId);
    }

    /**
     * A service that acts as a role.
     *
     * @param service such as {@code codedeploy.amazonaws.com}
     * @throws AwsError where the role is gone or its trust policy does not name the service
     */
    @NonNull
    public Caller serviceCaller(@NonNull String roleArn, @NonNull String service, @NonNull String sessionName)
            throws AwsError {
        Entity role = entity(roleArn);
        PolicyDocument trust = role.trustPolicy();
        Context context = new Context(Caller.ANONYMOUS, Map.of());
        boolean trusted = trust != null
                && trust.statements().stream()
                        .anyMatch(s ->
                                s.allow() && s.meansService(service) && s.speaksOf("sts:AssumeRole", roleArn, context));
        if (!trusted) {
            throw AwsError.accessDenied(
                    service + " is not authorized to perform: sts:AssumeRole on resource: " + roleArn);
        }
        return role.session(sessionName, Map.of(), null, null);
    }

    /** What the policies say, without refusing. */
    @NonNull
    public Decision decide(
            @NonNull Caller caller,
            @NonNull String action,
            @NonNull String resourceArn,
            @NonNull String resourceAccountId,
            @CheckForNull PolicyDocument resourcePolicy,
            boolean resourceMustAllow,
            @NonNull Map<String, ?> context)
            throws AwsError {
        Entity alive = alive(caller);
        String narrowed = caller.sessionPolicy();
        PolicyDocument session = narrowed == null ? null : parse(narrowed, PolicyDocument.Purpose.IDENTITY);
        return new Evaluation(
                        caller,
                        alive == null ? List.of() : alive.policies(),
                        alive == null ? null : alive.attached().get().boundary(),
                        session,
                        resourcePolicy,
                        organization.serviceControl(caller.accountId()),
                        organization.resourceControl(resourceAccountId, action),
                        caller.accountId().equals(resourceAccountId),
                        resourceMustAllow)
                .decide(action, resourceArn, new Context(caller, known(caller, resourceAccountId), context));
    }

    private Map<String, String> known(Caller caller, String resourceAccountId) {
        Map<String, String> known = new TreeMap<>();
        String own = organization.id(caller.accountId());
        String other = organization.id(resourceAccountId);
        if (own != null) {
            known.put("aws:PrincipalOrgID", own);
        }
        if (other != null) {
            known.put("aws:ResourceOrgID", other);
        }
        known.put("aws:ResourceAccount", resourceAccountId);
        known.putAll(facts.of(caller));
        return known;
    }

    /** The caller's user or role; null where it is gone, also where another of the same name came after it. */
    @CheckForNull
    private Entity alive(Caller caller) {
        String roleArn = caller.roleArn();
        Entity entity = entities.get(roleArn == null ? caller.arn() : roleArn);
        return entity == null || !entity.id().equals(caller.principalId()) ? null : entity;
    }

    /** For a resource of the caller's own account that has no policy. */
    public void require(
            @NonNull Caller caller,
            @NonNull String action,
            @NonNull String resourceArn,
            @NonNull Map<String, String> context)
            throws AwsError {
        requireOn(caller, action, resourceArn, caller.accountId(), null, context);
    }

    /**
     * For a resource with a policy of its own, in any account: across accounts both sides must allow.
     *
     * @throws AwsError {@code AccessDenied} in AWS' words
     */
    public void requireOn(
            @NonNull Caller caller,
            @NonNull String action,
            @NonNull String resourceArn,
            @NonNull String resourceAccountId,
            @CheckForNull PolicyDocument resourcePolicy,
            @NonNull Map<String, String> context)
            throws AwsError {
        Decision decision = decide(caller, action, resourceArn, resourceAccountId, resourcePolicy, false, context);
        if (!decision.allowed()) {
            throw AwsError.accessDenied("User: " + caller.arn() + " is not authorized to perform: " + action
                    + " on resource: " + resourceArn + " " + decision.reason());
        }
    }
}
