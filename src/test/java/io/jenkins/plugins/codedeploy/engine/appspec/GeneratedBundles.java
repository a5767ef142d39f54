package io.jenkins.plugins.codedeploy.engine.appspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Small bundles whose sources and permissions often meet. They install themselves below a folder of their own. */
final class GeneratedBundles {
    private static final List<String> FILES = List.of("a", "b.sh", "t/a", "t/b.sh", "t/u/a", "t/u/c", "v/a", "v/w/x");
    private static final List<String> TARGETS = List.of("a", "u", "..", ".", "../v", "nowhere", "w/x");
    private static final List<String> SOURCES =
            List.of("/", "t", "t/", "/t/u", "v", "a", "t/a", "t/b.sh", "v/w/x", "./t/../v", "none", "a/", "t/l", "v/l");

    private final Random random;
    private final Path temp;
    private int count;

    GeneratedBundles(Random random, Path temp) {
        this.random = random;
        this.temp = temp;
    }

    Path next() throws IOException {
        Path bundle = Files.createDirectories(temp.resolve("bundle-" + count));
        String target = temp.resolve("target-" + count++).toString();
        for (String file : FILES) {
            Path path = bundle.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        for (String link : List.of("t/l", "v/l")) {
            if (chance(4)) {
                Files.createSymbolicLink(bundle.resolve(link), Path.of(one(TARGETS)));
            }
        }
        StringBuilder text = new StringBuilder("version: 0.0\nos: linux\nfiles:\n");
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append("  - source: ").append(one(SOURCES)).append('\n');
            text.append("    destination: ").append(destination(target)).append('\n');
        }
        text.append("permissions:\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            permission(text, target);
        }
        Files.writeString(bundle.resolve("appspec.yml"), text);
        return bundle;
    }

    private String destination(String target) {
        return target + one(List.of("", "/t", "/t/u", "/v", "/a", "/t/../v", "//t/./", "/x/y/z"));
    }

    private void permission(StringBuilder text, String target) {
        text.append("  - object: ").append(destination(target));
        text.append(one(List.of("", "", "/a", "/b.sh", "/u", "/l"))).append('\n');
        if (chance(3)) {
            text.append("    pattern: ")
                    .append(one(List.of("'*'", "'**'", "'*.sh'", "a", "'a*'", "7")))
                    .append('\n');
        }
        if (chance(4)) {
            text.append("    except: ")
                    .append(one(List.of("[a]", "['*.sh', c]", "[]", "['*']")))
                    .append('\n');
        }
        if (chance(3)) {
            text.append("    type: ")
                    .append(one(List.of("[file]", "[directory]", "[file, directory]", "[]")))
                    .append('\n');
        }
        if (chance(2)) {
            text.append("    mode: 755\n");
        }
        if (chance(6)) {
            text.append("    owner: ")
                    .append(one(List.of("1000", "''", "false", System.getProperty("user.name"))))
                    .append('\n');
        }
        if (chance(12)) {
            text.append("    context: {type: t}\n");
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
