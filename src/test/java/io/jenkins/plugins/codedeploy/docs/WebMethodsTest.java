package io.jenkins.plugins.codedeploy.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** Every web method of the plugin is told of in docs/security.md, and takes POST unless it says GET itself. */
class WebMethodsTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (`do[^|]+) \\|.*");
    private static final Pattern NAME = Pattern.compile("`(do\\w+)`");

    @Test
    void standInTheTableAndTakePost() throws Exception {
        TreeSet<String> real = new TreeSet<>();
        List<String> open = new ArrayList<>();
        for (Class<?> type : ours()) {
            for (Method method : type.getDeclaredMethods()) {
                if (!method.isSynthetic() && method.getName().matches("do[A-Z]\\w*")) {
                    String name = outer(type).getSimpleName() + "." + method.getName();
                    real.add(name);
                    if (!method.isAnnotationPresent(POST.class)
                            && !method.isAnnotationPresent(RequirePOST.class)
                            && !method.isAnnotationPresent(GET.class)) {
                        open.add(name);
                    }
                }
            }
        }
        assertTrue(real.size() > 40, real.toString());
        assertEquals(List.of(), open, "methods that take any verb");
        assertEquals(documented(), real, "what docs/security.md says, what the code has");
    }

    private static TreeSet<String> documented() throws Exception {
        TreeSet<String> all = new TreeSet<>();
        for (String line : Files.readAllLines(Snippet.root().resolve("docs/security.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                NAME.matcher(row.group(2)).results().forEach(m -> all.add(row.group(1) + "." + m.group(1)));
            }
        }
        return all;
    }

    private static Class<?> outer(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outer(type.getEnclosingClass());
    }

    private static List<Class<?>> ours() throws Exception {
        String anchor = "io/jenkins/plugins/codedeploy/account/TargetAccount.class";
        URI found = WebMethodsTest.class.getClassLoader().getResource(anchor).toURI();
        Path classes = Path.of(found).resolve("../../../../../..").normalize();
        List<Class<?>> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("io/jenkins/plugins/codedeploy"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace(java.io.File.separatorChar, '.');
                all.add(Class.forName(
                        name.substring(0, name.length() - 6), false, WebMethodsTest.class.getClassLoader()));
            }
        }
        return all;
    }
}
