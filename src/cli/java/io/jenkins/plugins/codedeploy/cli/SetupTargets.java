package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Further target accounts and applications: a JSON array of objects whose fields are named as the options are. */
final class SetupTargets {
    private static final String FIELD = "targets";
    private static final Set<String> KNOWN =
            Set.of("role-arn", "external-id", "instance-role", "application", "deployment-group");

    private SetupTargets() {}

    /**
     * @param first what an object leaves out is as here
     * @throws InvalidInputException for {@code targets}
     */
    static List<SetupValues> read(Path file, SetupValues first) throws IOException {
        JsonNode array;
        try {
            array = new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(FIELD, Text.of("setup.targets.form", file));
        }
        if (!array.isArray()) {
            throw new InvalidInputException(FIELD, Text.of("setup.targets.form", file));
        }
        List<SetupValues> all = new ArrayList<>();
        all.add(first);
        for (JsonNode target : array) {
            all.add(with(first, target, file));
        }
        return all;
    }

    private static SetupValues with(SetupValues first, JsonNode target, Path file) {
        if (!target.isObject()) {
            throw new InvalidInputException(FIELD, Text.of("setup.targets.form", file));
        }
        target.properties().forEach(property -> {
            if (!KNOWN.contains(property.getKey()) || !property.getValue().isTextual()) {
                throw new InvalidInputException(FIELD, Text.of("setup.targets.field", property.getKey(), file));
            }
        });
        String role = Inputs.optional(text(target, "role-arn"));
        String instances = Inputs.optional(text(target, "instance-role"));
        SetupValues values = first;
        if (role != null) {
            RoleArn parsed = RoleArn.parse(role);
            boolean elsewhere = !parsed.accountId().equals(account(first));
            values = values.with(Field.ROLE, parsed.toString());
            if (elsewhere && instances == null) {
                // a role of another account's instances
                values = values.with(Field.INSTANCE_ROLE, null);
            }
        }
        if (instances != null) {
            values = values.with(
                    Field.INSTANCE_ROLE,
                    RoleArn.parse("instanceRole", instances).toString());
        }
        values = with(values, Field.EXTERNAL_ID, Inputs.externalId(text(target, "external-id")));
        values = with(values, Field.APPLICATION, Inputs.optional("application", text(target, "application")));
        return with(values, Field.GROUP, Inputs.optional("deploymentGroup", text(target, "deployment-group")));
    }

    private static SetupValues with(SetupValues values, Field field, String value) {
        return value == null ? values : values.with(field, value);
    }

    private static String account(SetupValues values) {
        return values.has(Field.ROLE) ? RoleArn.parse(values.show(Field.ROLE)).accountId() : "";
    }

    private static String text(JsonNode target, String name) {
        return target.path(name).asText(null);
    }
}
