package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads an AppSpec as leniently, and refuses it in the same words, as the agent. */
final class AppSpecReader {
    private static final String FAILED = "The deployment failed because ";
    private static final String IN_FILE = " in the application specification file";
    private static final List<String> BEHAVIORS = List.of("DISALLOW", "OVERWRITE", "RETAIN");

    private AppSpecReader() {}

    @NonNull
    static AppSpecFile read(@NonNull String yaml) throws AgentFailure {
        Object document;
        try {
            document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (MarkedYAMLException e) {
            throw new AgentFailure("(<unknown>): " + e.getProblem()
                    + (e.getProblemMark() == null
                            ? ""
                            : " at line " + (e.getProblemMark().getLine() + 1) + " column "
                                    + (e.getProblemMark().getColumn() + 1)));
        } catch (YAMLException e) {
            throw new AgentFailure("(<unknown>): " + e.getMessage());
        }
        if (document == null) {
            throw new AgentFailure(FAILED
                    + "the application specification file was empty. Make sure your AppSpec file defines at minimum"
                    + " the 'version' and 'os' properties.");
        }
        Map<?, ?> spec = map(document);
        version(spec.get("version"));
        os(spec.get("os"));
        return new AppSpecFile(
                files(list(spec.get("files"))),
                permissions(list(spec.get("permissions"))),
                hooks(spec.get("hooks")),
                behavior(spec.get("file_exists_behavior")));
    }

    private static void version(@CheckForNull Object version) throws AgentFailure {
        if (!(version instanceof Number number) || number.doubleValue() != 0) {
            throw new AgentFailure(FAILED + "an invalid version value (" + text(version) + ") was entered" + IN_FILE
                    + ". Make sure your AppSpec file specifies \"0.0\" as the version, and then try again.");
        }
    }

    private static void os(@CheckForNull Object os) throws AgentFailure {
        if (!"linux".equals(os)) {
            throw new AgentFailure(FAILED + "the application specification file specifies an unsupported operating"
                    + " system (" + text(os) + "). Specify either \"linux\" or \"windows\" in the os section of the"
                    + " AppSpec file, and then try again.");
        }
    }

    @CheckForNull
    private static String behavior(@CheckForNull Object behavior) throws AgentFailure {
        if (behavior != null && !BEHAVIORS.contains(behavior.toString())) {
            throw new AgentFailure(FAILED + "an invalid file_exists_behavior value (" + behavior + ") was entered"
                    + IN_FILE + ". Make sure your AppSpec file specifies one of " + String.join(",", BEHAVIORS)
                    + " as the file_exists_behavior, and then try again.");
        }
        return behavior == null ? null : behavior.toString();
    }

    private static List<AppSpecFile.FileMapping> files(List<?> entries) throws AgentFailure {
        List<AppSpecFile.FileMapping> files = new ArrayList<>();
        for (Object entry : entries) {
            Object source = map(entry).get("source");
            Object destination = map(entry).get("destination");
            if (source == null) {
                throw new AgentFailure(FAILED + "the application specification file specifies a destination file, but"
                        + " no source file. Update the files section of the AppSpec file, and then try again.");
            }
            if (destination == null) {
                throw new AgentFailure(FAILED + "the application specification file specifies only a source file ("
                        + source + "). Add the name of the destination file to the files section of the AppSpec file,"
                        + " and then try again.");
            }
            files.add(new AppSpecFile.FileMapping(source.toString(), destination.toString()));
        }
        return files;
    }

    private static Map<String, List<AppSpecFile.Script>> hooks(@CheckForNull Object hooks) throws AgentFailure {
        Map<String, List<AppSpecFile.Script>> all = new LinkedHashMap<>();
        for (Map.Entry<?, ?> hook : (hooks == null ? Map.of() : map(hooks)).entrySet()) {
            List<AppSpecFile.Script> scripts = new ArrayList<>();
            for (Object script : list(hook.getValue())) {
                scripts.add(script(map(script)));
            }
            all.put(String.valueOf(hook.getKey()), scripts);
        }
        return all;
    }

    private static AppSpecFile.Script script(Map<?, ?> script) throws AgentFailure {
        String location = text(script.get("location")).strip();
        if (location.isEmpty()) {
            throw new AgentFailure(FAILED + "the application specification file specifies a script with no location"
                    + " value. Specify the location in the hooks section of the AppSpec file, and then try again.");
        }
        Object given = script.get("timeout");
        int timeout = given == null ? 3600 : given instanceof Number number ? number.intValue() : digits(given);
        if (timeout <= 0) {
            throw new AgentFailure(FAILED + "an invalid timeout value was provided for a script" + IN_FILE
                    + ". Make corrections in the hooks section of the AppSpec file, and then try again.");
        }
        Object runAs = script.get("runas");
        return new AppSpecFile.Script(
                location, runAs == null ? null : runAs.toString().strip(), timeout);
    }

    /** As Ruby's {@code to_i}: what is no number is 0. */
    private static int digits(Object value) {
        String digits = value.toString().replaceFirst("(?s)^\\s*(\\d{1,9}).*", "$1");
        return digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
    }

    private static List<Permission> permissions(List<?> entries) throws AgentFailure {
        List<Permission> permissions = new ArrayList<>();
        for (Object entry : entries) {
            Map<?, ?> given = map(entry);
            String object = text(given.get("object")).strip();
            if (object.isEmpty()) {
                throw new AgentFailure(FAILED + "a permission listed" + IN_FILE + " has no object value. Update the"
                        + " permissions section of the AppSpec file, and then try again.");
            }
            List<String> types = given.get("type") == null ? List.of("file", "directory") : texts(given.get("type"));
            for (String type : types) {
                if (!type.equals("file") && !type.equals("directory")) {
                    throw new AgentFailure(FAILED + "the application specification filespecifies a permission for an"
                            + " object type not supported for permissions (" + type + "). Update the permissions"
                            + " section of the AppSpec file, and then try again.");
                }
            }
            permissions.add(new Permission(
                    object,
                    given.get("pattern") == null ? "**" : text(given.get("pattern")),
                    texts(given.get("except")),
                    types,
                    mode(given.get("mode"))));
        }
        return permissions;
    }

    @CheckForNull
    private static Integer mode(@CheckForNull Object given) throws AgentFailure {
        if (given == null) {
            return null;
        }
        String mode = given.toString();
        if (mode.length() > 4) {
            throw new AgentFailure(FAILED + "the length of a permissions mode (" + mode + ")" + IN_FILE
                    + " is invalid. Permissions modes must be between one and four characters long. Update the"
                    + " permissions section of the AppSpec file, and then try again.");
        }
        for (int i = 0; i < mode.length(); i++) {
            if (mode.charAt(i) < '0' || mode.charAt(i) > '7') {
                throw new AgentFailure(FAILED + "the permissions mode (" + mode + ")" + IN_FILE
                        + " contains an invalid character (" + mode.charAt(i) + "). Update the permissions section of"
                        + " the AppSpec file, and then try again.");
            }
        }
        return Integer.parseInt(mode, 8);
    }

    private static List<String> texts(@CheckForNull Object value) throws AgentFailure {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static String text(@CheckForNull Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<?, ?> map(@CheckForNull Object value) throws AgentFailure {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        // Ruby, indexing a string as if it were a hash.
        throw new AgentFailure("no implicit conversion of String into Integer");
    }

    private static List<?> list(@CheckForNull Object value) throws AgentFailure {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new AgentFailure("no implicit conversion of String into Integer");
    }
}
