package io.jenkins.plugins.codedeploy.engine.appspec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** AppSpecs as people write them, most of them with something odd about them. */
final class GeneratedAppSpecs {
    private static final String[] VALUES = {
        "0",
        "0.0",
        "-0",
        "00",
        "0.00",
        "0x0",
        ".0",
        "0.",
        "1.0",
        "'0.0'",
        "0e0",
        "~",
        "null",
        "",
        "''",
        "true",
        "no",
        "linux",
        "windows",
        "Linux",
        ":linux",
        "!!str linux",
        "!foo linux",
        "!!float 0",
        "&a 0",
        "*a",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "- x",
        "0644",
        "0755",
        "644",
        "755",
        "7",
        "08",
        "0o644",
        "0x1ff",
        "01777",
        "4755",
        "'0644'",
        "7_55",
        "6:44",
        "5:00",
        "1:0:0",
        "300",
        "300s",
        "'300'",
        "3e2",
        "3.5",
        "-1",
        "99999999999999999999",
        ".inf",
        ".nan",
        "2020-01-01",
        "2020-01-01 10:00:00",
        "u:bob:rw",
        "d:g:x:7",
        "u::rwx",
        "m:rwx",
        "o::r",
        "d:u::7",
        ":7",
        "default:default:a:7",
        "g:w:rwx",
        "u:bob:8",
        "u:bob:rwz",
        "a:b:c:d:e",
        "s0",
        "s0-s3",
        "s3-s0",
        "s0:c1",
        "s0:c1024",
        "s0:c5.c1",
        "s0:c1,c1",
        "s0:c1.c5,c3",
        "s0:",
        "s",
        "S0",
        "s0:c1,,",
        "s0:,",
        "s0:c1:c2",
        "s0-s1-s2",
        "s00-s01:c0001",
        "file",
        "[file]",
        "[directory]",
        "[file, link]",
        "|\n  abc\n",
        "'a''b'",
        "\"\\x41\"",
        "\"\\q\"",
        "a: b",
        "a #b",
        "a#b",
        "#b",
        "@x",
        "`x",
        "? a",
        "! a",
        "!!set {a}",
        "!ruby/object:Foo {}",
        "<<",
        "*nope",
        "|2",
        ">-",
        "'unterminated",
        "\"a\\\n  b\"",
        "/",
        "/srv/app"
    };
    private static final String[] KEYS = {
        "version",
        "os",
        "files",
        "hooks",
        "permissions",
        "file_exists_behavior",
        "source",
        "branch_config",
        "<<",
        "1",
        "true",
        "? x",
        "'os'",
        "\"hooks\"",
        "&k os",
        "Resources",
        "AfterInstall"
    };
    private static final String[] PIECES = {
        "\t",
        " \t",
        "\t ",
        "  ",
        "\r\n",
        "\r",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\0",
        "\u0007",
        "\u00a0",
        "#",
        " #",
        ":",
        ": ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "- ",
        "?",
        "'",
        "\"",
        "|",
        "&a ",
        "*a",
        "!",
        "%",
        "@",
        "---\n",
        "\n---\n",
        "...\n",
        "%YAML 1.1\n---\n",
        "%YAML 1.3\n",
        "%TAG ! a\n---\n",
        "\\",
        "<<: ",
        "~",
        "0"
    };

    private final Random random;

    GeneratedAppSpecs(Random random) {
        this.random = random;
    }

    byte[] next() {
        String text = chance(10) ? json() : yaml();
        if (chance(3)) {
            text = withTabs(text);
        }
        if (chance(4)) {
            text = damaged(text);
        }
        if (chance(20)) {
            text = text.replace("\n", "\r\n");
        }
        if (chance(40)) {
            text = "\uFEFF" + text;
        }
        if (chance(100)) {
            return text.getBytes(chance(2) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (chance(50) && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128));
        }
        return bytes;
    }

    private String json() {
        String indent = one("", " ", "\t", "  ");
        String colon = one(":", ": ", " : ", ":\t", "\t:\t");
        String line = indent.isEmpty() ? "" : "\n" + indent;
        String text = "{" + line + "\"version\"" + colon + "0.0," + line + "\"os\"" + colon + "\"linux\"," + line
                + "\"hooks\"" + colon + "{\"AfterInstall\"" + colon + "[{\"location\"" + colon + "\"a.sh\"," + line
                + "\"timeout\"" + colon + one("300", "\"300\"", "\"x\"", "0") + "}]}\n}";
        return text + (chance(5) ? one("garbage", ",", "}", "\n---\n[", "\t#x") : "");
    }

    private String yaml() {
        List<String> lines = new ArrayList<>();
        lines.add("version: " + odd(30, "0.0"));
        lines.add("os: " + odd(30, one("linux", "linux", "windows")));
        if (chance(2)) {
            lines.add("files:" + odd(20, ""));
            for (int i = random.nextInt(3); i > 0; i--) {
                lines.add("  - source: " + odd(15, "t"));
                lines.add("    destination: " + odd(15, "/srv"));
            }
        }
        if (chance(2)) {
            permissions(lines);
        }
        if (chance(2)) {
            hooks(lines);
        }
        if (chance(6)) {
            lines.add(one(KEYS) + ": " + one(VALUES));
        }
        if (chance(8)) {
            lines.add(
                    "file_exists_behavior: " + one("OVERWRITE", "RETAIN", "DISALLOW", "KEEP", "''", "~", "overwrite"));
        }
        if (chance(5)) {
            Collections.shuffle(lines, random);
        }
        return String.join("\n", lines) + "\n";
    }

    private void permissions(List<String> lines) {
        lines.add("permissions:" + odd(20, ""));
        for (int i = random.nextInt(3); i > 0; i--) {
            lines.add("  - object: " + odd(15, "/srv"));
            for (String key : List.of("pattern", "except", "owner", "group", "mode", "acls", "type")) {
                if (chance(6)) {
                    lines.add("    " + key + ": " + (chance(2) ? "[" + one(VALUES) + "]" : one(VALUES)));
                }
            }
            if (chance(4)) {
                lines.add("    acls: ['" + one(VALUES).replace("'", "") + "']");
            }
            if (chance(4)) {
                lines.addAll(List.of("    context:", "      type: " + odd(8, "t"), "      range: " + one(VALUES)));
            }
        }
    }

    private void hooks(List<String> lines) {
        lines.add("hooks:" + odd(20, ""));
        for (String event : List.of("BeforeInstall", "AfterInstall", "Other", "Install")) {
            if (chance(3)) {
                lines.add("  " + event + ":" + odd(20, ""));
                for (int i = random.nextInt(3); i > 0; i--) {
                    lines.add("    - location: " + odd(8, "a.sh"));
                    for (String key : List.of("timeout", "runas", "sudo")) {
                        if (chance(4)) {
                            lines.add("      " + key + ": " + odd(2, "300"));
                        }
                    }
                }
            }
        }
    }

    private String withTabs(String text) {
        StringBuilder all = new StringBuilder();
        for (char c : text.toCharArray()) {
            all.append(c == ' ' && chance(25) ? one("\t", " \t", "\t ") : c == '\n' && chance(25) ? "\t\n" : c);
            all.append(":,-[]{}".indexOf(c) >= 0 && chance(40) ? "\t" : "");
        }
        return all.toString();
    }

    private String damaged(String text) {
        int at = random.nextInt(text.length() + 1);
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(4)));
            case 1 -> {
                lines.add(random.nextInt(lines.size() + 1), lines.get(line));
                yield String.join("\n", lines);
            }
            case 2 -> {
                lines.set(line, one(" ", "  ", "\t") + lines.get(line));
                yield String.join("\n", lines);
            }
            default -> text.substring(0, at) + one(PIECES) + text.substring(at);
        };
    }

    /** One of the odd values now and then. */
    private String odd(int oneIn, String usual) {
        return chance(oneIn) ? " " + one(VALUES) : usual;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
