package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What passes by while an archive is read once, remembering only what is asked for. When everything lies in one folder
 * with an AppSpec in it, that folder counts as the root, because the instance agent takes it away.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">command_executor.rb, unpack_bundle</a>
 */
final class ArchiveContents {
    static final int MAX_APP_SPEC = 1 << 20;

    private final Path file;
    private final List<String> wanted;
    private final boolean[] foundAtRoot;
    private final boolean[] foundBelowTop;
    private final Map<String, String> appSpecs = new HashMap<>();
    private final List<Text> warnings = new ArrayList<>();
    private String current;
    private long files;
    /** The one folder that everything lies in so far. */
    private String top;

    private boolean single = true;
    private boolean topHasAppSpec;

    /** @param wanted paths as an AppSpec has them */
    ArchiveContents(@NonNull Path file, @NonNull List<String> wanted) {
        this.file = file;
        this.wanted = List.copyOf(wanted);
        this.foundAtRoot = new boolean[wanted.size()];
        this.foundBelowTop = new boolean[wanted.size()];
    }

    /** Answers whether this is an AppSpec, whose text is to be handed in next. */
    boolean add(@NonNull String given, boolean folder) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        String name = FileNames.normalise(given.replace('\\', '/'));
        if (name.isEmpty()) {
            return false;
        }
        files += folder ? 0 : 1;
        if (("/" + name + "/").contains("/../")) {
            warnOnce("bundle.parentPath", given);
        }
        if (given.indexOf('\\') >= 0) {
            warnOnce("bundle.backslash", given);
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? name : name.substring(0, slash);
        single = single && (slash > 0 || folder) && (top == null || top.equals(first));
        top = first;
        String below = slash < 0 ? "" : name.substring(slash + 1);
        topHasAppSpec |= below.toLowerCase(Locale.ROOT).split("/")[0].contains("appspec");
        find(foundAtRoot, name, folder);
        if (single) {
            find(foundBelowTop, below, folder || below.isEmpty());
        }
        current = slash < 0 ? name : "*/" + below;
        return !folder && isAppSpec(slash < 0 || !single ? name : below);
    }

    void appSpec(@NonNull InputStream in) throws IOException, EngineException {
        appSpecs.put(current, text(in, file + "!/" + current));
    }

    /** @param name for the message when there is too much of it */
    @NonNull
    static String text(@NonNull InputStream in, @NonNull String name) throws IOException, EngineException {
        byte[] bytes = in.readNBytes(MAX_APP_SPEC + 1);
        if (bytes.length > MAX_APP_SPEC) {
            throw new EngineException(Problem.of(Text.of("bundle.appSpecTooLong", name)));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @CheckForNull
    String appSpecName() {
        String prefix = isNested() ? "*/" : "";
        return appSpecs.containsKey(prefix + Tree.APP_SPEC)
                ? Tree.APP_SPEC
                : appSpecs.containsKey(prefix + "appspec.yaml") ? "appspec.yaml" : null;
    }

    @CheckForNull
    String appSpecText() {
        return appSpecs.get((isNested() ? "*/" : "") + appSpecName());
    }

    @NonNull
    List<String> missing() {
        boolean[] found = isNested() ? foundBelowTop : foundAtRoot;
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (!found[i] && !FileNames.normalise(wanted.get(i)).isEmpty()) {
                missing.add(wanted.get(i));
            }
        }
        return missing;
    }

    long files() {
        return files;
    }

    @NonNull
    List<Text> warnings() {
        return warnings;
    }

    private boolean isNested() {
        return single && topHasAppSpec;
    }

    private static boolean isAppSpec(String name) {
        return name.equals(Tree.APP_SPEC) || name.equals("appspec.yaml");
    }

    private void find(boolean[] found, String name, boolean folder) {
        for (int i = 0; i < found.length; i++) {
            String path = FileNames.normalise(wanted.get(i));
            // What lies below a file lies behind a link to a folder: that the archive's directory cannot tell.
            found[i] |= covers(name, path) || !folder && covers(path, name);
        }
    }

    /** Whether the path is the name or lies above it. */
    private static boolean covers(String name, String path) {
        return name.startsWith(path) && (name.length() == path.length() || name.charAt(path.length()) == '/');
    }

    private void warnOnce(String code, String example) {
        if (warnings.stream().noneMatch(w -> w.code().equals(code))) {
            warnings.add(Text.of(code, example));
        }
    }
}
