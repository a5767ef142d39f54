package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordWrapTest {
    @Test
    void breaksBetweenWordsAndIndentsTheRest() {
        assertEquals(
                List.of("The role may not", "  upload to the", "  bucket."),
                wrap("The role may not upload to the bucket."));
        assertEquals(List.of("1. Set the value", "   of the field."), wrap("1. Set the value of the field."));
        assertEquals(List.of("== 2/6  Deploy it", "   to staging"), wrap("== 2/6  Deploy it to staging"));
        assertEquals(
                List.of("    | no space", "    | left on the", "    | device"),
                wrap("    | no space left on the device"));
    }

    @Test
    void keepsWhatIsCopied() {
        String address = "s3://revisions-111111111111/CodeDeploy/shop.zip";
        assertEquals(List.of("Uploaded", "  " + address, "  again"), wrap("Uploaded " + address + " again"));
        String command = "   aws sts get-caller-identity --profile source";
        assertEquals(List.of(command), wrap(command));
    }

    @Test
    void leavesAloneWhatFits() {
        for (String line : List.of("", "  a  b", "x".repeat(17), "one two three four".substring(0, 17))) {
            assertEquals(List.of(line), wrap(line));
        }
    }

    private static List<String> wrap(String line) {
        return WordWrap.of(line, 17);
    }
}
