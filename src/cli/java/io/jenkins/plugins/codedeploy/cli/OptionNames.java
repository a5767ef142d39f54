package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.engine.FieldNames;
import io.jenkins.plugins.codedeploy.engine.Language;
import java.util.Locale;
import java.util.Map;

/** Names fields as command-line options: {@code --role-arn} for {@code roleArn}. */
final class OptionNames implements FieldNames {
    static final Language LANGUAGE = new Language(Locale.ROOT, new OptionNames());

    /** Options whose names do not follow from the field's name. */
    private static final Map<String, String> OPTIONS = Map.of(
            "includes", "--include",
            "excludes", "--exclude",
            "onAbort", "--on-timeout",
            "versionId", "--revision",
            "eTag", "--revision",
            "bundleType", "--revision",
            "repository", "--git-hub",
            "commitId", "--git-hub");

    private OptionNames() {}

    @Override
    public String name(String field) {
        return OPTIONS.getOrDefault(
                field, "--" + field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    @Override
    public String setting(String field, String value) {
        return name(field) + " " + value;
    }
}
