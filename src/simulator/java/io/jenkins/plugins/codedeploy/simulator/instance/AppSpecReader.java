package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an AppSpec as leniently, and refuses it in the same words, as the agent. */
final class AppSpecReader {
    static final String FAILED = "The deployment failed because ";
    static final String IN_FILE = " in the application specification file";
    private static final int DEFAULT_TIMEOUT = 3600;
    private static final List<String> BEHAVIORS = List.of("DISALLOW", "OVERWRITE", "RETAIN");

    private AppSpecReader() {}

    /** @param file its bytes: the agent's reader looks at byte order marks and at the encoding */
    @NonNull
    static AppSpecFile read(@NonNull byte[] file) throws AgentFailure {
        Object spec = AgentYaml.read(file);
        if (Ruby.isFalsy(spec)) {
            throw new AgentFailure(FAILED
                    + "the application specification file was empty. Make sure your AppSpec file defines at minimum"
                    + " the 'version' and 'os' properties.");
        }
        version(Ruby.at(spec, "version"));
        os(Ruby.at(spec, "os"));
        Map<String, List<AppSpecFile.Script>> hooks = hooks(Ruby.at(spec, "hooks"));
        List<AppSpecFile.FileMapping> files = files(Ruby.at(spec, "files"));
        List<Permission> permissions = permissions(Ruby.at(spec, "permissions"));
        return new AppSpecFile(files, permissions, hooks, behavior(Ruby.at(spec, "file_exists_behavior")));
    }

    private static void version(@CheckForNull Object version) throws AgentFailure {
        if (!(version instanceof Number number) || number.doubleValue() != 0) {
            throw new AgentFailure(FAILED + "an invalid version value (" + Ruby.text(version) + ") was entered"
                    + IN_FILE
                    + ". Make sure your AppSpec file specifies \"0.0\" as the version, and then try again.");
        }
    }

    private static void os(@CheckForNull Object os) throws AgentFailure {
        if (!"linux".equals(os)) {
            throw new AgentFailure(FAILED + "the application specification file specifies an unsupported operating"
                    + " system (" + Ruby.text(os) + "). Specify either \"linux\" or \"windows\" in the os section of"
                    + " the AppSpec file, and then try again.");
        }
    }

    @CheckForNull
    private static String behavior(@CheckForNull Object behavior) throws AgentFailure {
        if (behavior == null) {
            return null;
        }
        if (behavior instanceof String text && BEHAVIORS.contains(text)) {
            return text;
        }
        throw new AgentFailure(FAILED + "an invalid file_exists_behavior value (" + Ruby.text(behavior)
                + ") was entered" + IN_FILE + ". Make sure your AppSpec file specifies one of "
                + String.join(",", BEHAVIORS) + " as the file_exists_behavior, and then try again.");
    }

    private static List<AppSpecFile.FileMapping> files(@CheckForNull Object entries) throws AgentFailure {
        List<AppSpecFile.FileMapping> files = new ArrayList<>();
        for (Object entry : each(entries)) {
            Object source = Ruby.at(entry, "source");
            Object destination = Ruby.at(entry, "destination");
            if (source == null) {
                throw new AgentFailure(FAILED + "the application specification file specifies a destination file, but"
                        + " no source file. Update the files section of the AppSpec file, and then try again.");
            }
            if (destination == null) {
                throw new AgentFailure(FAILED + "the application specification file specifies only a source file ("
                        + Ruby.text(source) + "). Add the name of the destination file to the files section of the"
                        + " AppSpec file, and then try again.");
            }
            files.add(new AppSpecFile.FileMapping(source, destination));
        }
        return files;
    }

    private static List<?> each(@CheckForNull Object value) throws AgentFailure {
        return Ruby.isFalsy(value) ? List.of() : Ruby.each(value);
    }

    private static Map<String, List<AppSpecFile.Script>> hooks(@CheckForNull Object hooks) throws AgentFailure {
        Map<String, List<AppSpecFile.Script>> all = new LinkedHashMap<>();
        if (Ruby.isFalsy(hooks)) {
            return all;
        }
        if (!(hooks instanceof Map<?, ?> map)) {
            throw Ruby.noMethod("each_pair", hooks);
        }
        for (Map.Entry<?, ?> hook : map.entrySet()) {
            if (Ruby.isFalsy(hook.getValue())) {
                continue;
            }
            List<AppSpecFile.Script> scripts = new ArrayList<>();
            for (Object script : Ruby.each(hook.getValue())) {
                scripts.add(script(script));
            }
            if (hook.getKey() instanceof String name) {
                all.put(name, scripts);
            }
        }
        return all;
    }

    private static AppSpecFile.Script script(@CheckForNull Object entry) throws AgentFailure {
        if (!(entry instanceof Map<?, ?> script)) {
            throw Ruby.noMethod("has_key?", entry);
        }
        String location = Ruby.text(script.get("location")).strip();
        if (location.isEmpty()) {
            throw new AgentFailure(FAILED + "the application specification file specifies a script with no location"
                    + " value. Specify the location in the hooks section of the AppSpec file, and then try again.");
        }
        Object given = script.get("timeout");
        int timeout = Ruby.isFalsy(given) ? DEFAULT_TIMEOUT : Ruby.integer(given);
        if (timeout <= 0) {
            throw new AgentFailure(FAILED + "an invalid timeout value was provided for a script" + IN_FILE
                    + ". Make corrections in the hooks section of the AppSpec file, and then try again.");
        }
        Object runAs = script.get("runas");
        return new AppSpecFile.Script(
                location, runAs == null ? null : Ruby.text(runAs).strip(), timeout);
    }

    private static List<Permission> permissions(@CheckForNull Object entries) throws AgentFailure {
        List<Permission> permissions = new ArrayList<>();
        for (Object entry : each(entries)) {
            if (!(entry instanceof Map<?, ?> given)) {
                throw Ruby.noMethod("has_key?", entry);
            }
            permissions.add(Permission.read(given));
        }
        return permissions;
    }
}
