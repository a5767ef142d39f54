package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What stands in a form, saved or not. */
final class FormValues {
    private final UnaryOperator<String> parameters;

    /** @param parameters of the request, by name */
    FormValues(@NonNull UnaryOperator<String> parameters) {
        this.parameters = parameters;
    }

    @CheckForNull
    String get(@NonNull String field) {
        return Util.fixEmptyAndTrim(parameters.apply(field));
    }

    /** Whether one of them waits for a build's variables; a credential may, and is then not found. */
    boolean hasVariables(@NonNull List<String> fields) {
        return fields.stream().map(this::get).anyMatch(value -> value != null && value.contains("$"));
    }

    /** Where no whole number stands there, the default. */
    @CheckForNull
    private Integer seconds() {
        String given = get("sessionDuration");
        return given != null && given.matches("\\d{1,6}") ? Integer.valueOf(given) : null;
    }

    /** The form offers no other. */
    @CheckForNull
    private BucketOwner bucketOwner() {
        String given = get("bucketOwner");
        return Stream.of(BucketOwner.values())
                .filter(owner -> owner.name().equals(given))
                .findFirst()
                .orElse(null);
    }

    @NonNull
    TargetReference reference() {
        return TargetReference.builder()
                .target(get("target"))
                .credentialsId(get("credentialsId"))
                .sourceRoleArn(get("sourceRoleArn"))
                .roleArn(get("roleArn"))
                .externalId(get("externalId"))
                .region(get("region"))
                .bucket(get("bucket"))
                .bucketOwner(bucketOwner())
                .bucketAccount(get("bucketAccount"))
                .kmsKeyId(get("kmsKeyId"))
                .keyPrefix(get("keyPrefix"))
                .instanceRole(get("instanceRole"))
                .sessionDuration(seconds())
                .build();
    }

    @NonNull
    TargetAccount account() {
        String name = get("name");
        TargetAccount account = new TargetAccount(name == null ? "-" : name);
        account.setCredentialsId(get("credentialsId"));
        account.setControllerIdentity(Boolean.parseBoolean(get("controllerIdentity")));
        account.setFolders(List.of(Util.fixNull(get("folders"))));
        account.setSourceRoleArn(get("sourceRoleArn"));
        account.setRoleArn(get("roleArn"));
        account.setExternalId(get("externalId"));
        Integer seconds = seconds();
        if (seconds != null) {
            account.setSessionDuration(seconds);
        }
        account.setRegion(get("region"));
        account.setBucket(get("bucket"));
        account.setBucketOwner(bucketOwner());
        account.setBucketAccount(get("bucketAccount"));
        account.setKmsKeyId(get("kmsKeyId"));
        account.setKeyPrefix(get("keyPrefix"));
        account.setInstanceRole(get("instanceRole"));
        account.setCodedeployEndpoint(get("codedeployEndpoint"));
        account.setS3Endpoint(get("s3Endpoint"));
        account.setStsEndpoint(get("stsEndpoint"));
        account.setStsRegion(get("stsRegion"));
        return account;
    }
}
