package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What the beginning of a script says of how Linux runs it. */
final class ScriptHead {
    /** How much of a script is looked at. */
    static final int LENGTH = 1 << 16;

    private static final Pattern SHELL = Pattern.compile("(.*/)?(env +)?(ba|da|z|k|a)?sh( .*)?");
    /** Those that images of Linux have, or that are installed at such a place. */
    private static final Pattern USUAL = Pattern.compile("/(usr/(local/)?)?s?bin/"
            + "(env|(ba|da|z|k|a|tc|c|fi)?sh|python[\\d.]*|perl[\\d.]*|ruby[\\d.]*|node|nodejs|php[\\d.]*|pwsh"
            + "|[gmn]?awk|sed|make|expect|tclsh[\\d.]*|lua[\\d.]*|Rscript|java|groovy|deno|bun|cat|true|false)");

    private ScriptHead() {}

    /** @param bytes at most {@link #LENGTH} */
    @NonNull
    static List<Finding> check(@NonNull InstallPlan.Script script, @NonNull byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean marked = text.startsWith("\u00ef\u00bb\u00bf");
        String first = text.substring(0, Math.max(0, text.indexOf('\n')));
        if (marked && text.startsWith("#!", 3)) {
            return warning(script, "appspec.scriptByteOrderMark");
        }
        boolean interpreted = text.startsWith("#!");
        String command =
                interpreted ? first.substring(Math.min(2, first.length())).strip() : "sh";
        if (interpreted && first.endsWith("\r")) {
            return warning(script, "appspec.scriptCrlf.interpreter");
        }
        if (text.indexOf('\0') < 0
                && text.contains("\r\n")
                && SHELL.matcher(command).matches()) {
            return warning(script, "appspec.scriptCrlf");
        }
        String interpreter = command.split("[ \t]", 2)[0];
        if (interpreted && !interpreter.isEmpty() && !interpreter.startsWith("/")) {
            return warning(script, "appspec.interpreterRelative", interpreter);
        }
        boolean usual =
                interpreter.startsWith("/opt/") || USUAL.matcher(interpreter).matches();
        return interpreted && !interpreter.isEmpty() && !usual
                ? warning(script, "appspec.interpreterUnusual", interpreter)
                : List.of();
    }

    private static List<Finding> warning(InstallPlan.Script script, String code, Object... args) {
        Object[] all = new Object[args.length + 2];
        all[0] = script.given();
        all[1] = script.event();
        System.arraycopy(args, 0, all, 2, args.length);
        return List.of(Finding.of(script.line(), Finding.Kind.WARNING, code, all));
    }
}
