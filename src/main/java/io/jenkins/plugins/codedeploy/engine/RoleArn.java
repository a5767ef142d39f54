package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The role of the target account that deploys.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov} or another
 * @param accountId 12 digits
 * @param path between slashes, {@code /} where there is none
 * @param name 1 to 64 characters
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM identifiers</a>
 */
public record RoleArn(
        @NonNull String partition,
        @NonNull String accountId,
        @NonNull String path,
        @NonNull String name) implements Serializable {
    private static final Pattern FORM = Pattern.compile(
            "arn:(aws[a-z-]*):iam::(\\d{12}):role(/(?:[\\x21-\\x7e&&[^*?$]]{1,510}/)?)([\\w+=,.@-]{1,64})",
            Pattern.DOTALL);

    /** @throws InvalidInputException for field {@code roleArn}, saying which part is off */
    public static RoleArn parse(String arn) {
        return parse("roleArn", arn);
    }

    /** @throws InvalidInputException for the field, saying which part is off */
    public static RoleArn parse(String field, String arn) {
        String trimmed = Inputs.required(field, arn);
        Matcher m = FORM.matcher(trimmed);
        if (m.matches()) {
            return new RoleArn(m.group(1), m.group(2), m.group(3), m.group(4));
        }
        String[] parts = trimmed.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            throw new InvalidInputException(field, Text.of("engine.roleArn.form", trimmed));
        }
        if (!parts[2].equals("iam") || !parts[5].startsWith("role/")) {
            throw new InvalidInputException(field, Text.of("engine.roleArn.notRole", trimmed));
        }
        if (!parts[4].matches("\\d{12}")) {
            throw new InvalidInputException(field, Text.of("engine.roleArn.account", parts[4]));
        }
        throw new InvalidInputException(field, Text.of("engine.roleArn.form", trimmed));
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":iam::" + accountId + ":role" + path + name;
    }
}
