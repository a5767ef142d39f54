package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.Problem;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Progress goes to standard error; standard output ends with one line of JSON. */
final class Console {
    static final int SUCCESS = 0;
    static final int NOT_SUCCESSFUL = 1;
    static final int BAD_INPUT = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;

    Console(CommandSpec spec) {
        out = spec.commandLine().getOut();
        err = spec.commandLine().getErr();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    synchronized void progress(String line) {
        err.println(line);
        err.flush();
    }

    void result(ObjectNode result) {
        try {
            out.println(JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    static ObjectNode problem(Problem problem) {
        ObjectNode node = object();
        node.put("summary", problem.summary().toString());
        node.put("cause", problem.cause() == null ? null : problem.cause().toString());
        node.put("mend", problem.mend() == null ? null : problem.mend().toString());
        return node;
    }
}
