package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What passes by while an archive is read once, remembering its AppSpecs. When everything lies in one folder
 * with an AppSpec in it, that folder counts as the root, because the instance agent takes it away.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">command_executor.rb, unpack_bundle</a>
 */
final class ArchiveContents {
    static final int MAX_APP_SPEC = 1 << 20;

    private final Path file;
    /** By the folder with its slash: the root, or the one that everything lies in so far. */
    private final Map<String, AppSpec> appSpecs = new HashMap<>();

    private final List<Text> warnings = new ArrayList<>();
    private String current = "";
    private long files;
    /** The one folder that everything lies in so far. */
    private String top;

    private boolean single = true;
    private boolean topHasAppSpec;

    private record AppSpec(String name, byte[] content) {}

    ArchiveContents(@NonNull Path file) {
        this.file = file;
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
        if (folder || !AppSpecName.isOne(slash < 0 || !single ? name : below)) {
            return false;
        }
        current = name;
        AppSpec known = appSpecs.get(name.substring(0, slash + 1));
        return known == null || AppSpecName.isBetter(name.substring(slash + 1), known.name);
    }

    void appSpec(@NonNull InputStream in) throws IOException, EngineException {
        int at = current.lastIndexOf('/') + 1;
        byte[] content = read(in, file + "!/" + current);
        appSpecs.put(current.substring(0, at), new AppSpec(current.substring(at), content));
    }

    /** @param name for the message when there is too much of it */
    @NonNull
    static byte[] read(@NonNull InputStream in, @NonNull String name) throws IOException, EngineException {
        byte[] bytes = in.readNBytes(MAX_APP_SPEC + 1);
        if (bytes.length > MAX_APP_SPEC) {
            throw new EngineException(Problem.of(Text.of("bundle.appSpecTooLong", name)));
        }
        return bytes;
    }

    @CheckForNull
    String appSpecName() {
        AppSpec found = appSpecs.get(root());
        return found == null ? null : found.name;
    }

    @CheckForNull
    byte[] appSpecContent() {
        AppSpec found = appSpecs.get(root());
        return found == null ? null : found.content;
    }

    /** What instances take away from all names: the top folder with a slash, or nothing. */
    @NonNull
    String root() {
        return single && topHasAppSpec ? top + '/' : "";
    }

    long files() {
        return files;
    }

    @NonNull
    List<Text> warnings() {
        return warnings;
    }

    private void warnOnce(String code, String example) {
        if (warnings.stream().noneMatch(w -> w.code().equals(code))) {
            warnings.add(Text.of(code, example));
        }
    }
}
