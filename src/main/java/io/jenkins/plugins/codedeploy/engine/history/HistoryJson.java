package io.jenkins.plugins.codedeploy.engine.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Entries as lines of a file. Absent values are omitted. */
final class HistoryJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HistoryJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @return null for anything but an object */
    @CheckForNull
    static JsonNode parse(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static ObjectNode write(HistoryEntry entry, Instant written) {
        DeploymentEnvironment environment = entry.environment();
        ObjectNode node = object();
        node.put("id", entry.deploymentId());
        node.put("account", environment.account());
        node.put("region", environment.region());
        node.put("application", environment.application());
        node.put("deploymentGroup", environment.deploymentGroup());
        put(node, "target", entry.target());
        put(node, "revision", entry.revision());
        put(node, "appSpec", entry.appSpecContent());
        put(node, "digest", entry.digest());
        RevisionOrigin origin = entry.origin();
        if (origin != null) {
            ObjectNode pushed = build(origin.build()).put("at", origin.pushed().toString());
            ArrayNode commits = origin.commits().isEmpty() ? null : pushed.putArray("commits");
            origin.commits().forEach(commit -> commits.add(commit));
            node.set("pushedBy", pushed);
        }
        BuildReference deployedBy = entry.deployedBy();
        if (deployedBy != null) {
            node.set("deployedBy", build(deployedBy));
        }
        put(node, "user", entry.user());
        node.put("begun", entry.begun().toString());
        put(node, "ended", entry.ended());
        node.put("status", entry.status());
        if (entry.trafficShifted()) {
            node.put("trafficShifted", true);
        }
        put(node, "problem", entry.problem());
        put(node, "rollbackOf", entry.rollbackOf());
        node.put("written", written.toString());
        return node;
    }

    /** @return null for a line without what every entry has */
    @CheckForNull
    static HistoryEntry read(JsonNode node, JobMoves moves) {
        String id = text(node, "id");
        String account = text(node, "account");
        String region = text(node, "region");
        String application = text(node, "application");
        String group = text(node, "deploymentGroup");
        Instant begun = time(node, "begun");
        Instant written = time(node, "written");
        String status = text(node, "status");
        if (id == null
                || account == null
                || region == null
                || application == null
                || group == null
                || begun == null
                || written == null
                || status == null) {
            return null;
        }
        return HistoryEntry.builder(new DeploymentEnvironment(account, region, application, group), id)
                .target(text(node, "target"))
                .revision(text(node, "revision"))
                .appSpecContent(text(node, "appSpec"))
                .digest(text(node, "digest"))
                .origin(origin(node.path("pushedBy")))
                .deployedBy(build(node.path("deployedBy")))
                .user(text(node, "user"))
                .begun(begun)
                .ended(time(node, "ended"))
                .status(status)
                .trafficShifted(node.path("trafficShifted").asBoolean())
                .problem(text(node, "problem"))
                .rollbackOf(text(node, "rollbackOf"))
                .build()
                .withJobs(moves, written);
    }

    @CheckForNull
    static String text(JsonNode node, String name) {
        return node.path(name).textValue();
    }

    @CheckForNull
    static Instant time(JsonNode node, String name) {
        String text = text(node, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void put(ObjectNode node, String name, @CheckForNull Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    private static ObjectNode build(BuildReference build) {
        ObjectNode node = object().put("job", build.job()).put("build", build.number());
        return build.jobDeleted() ? node.put("deleted", true) : node;
    }

    @CheckForNull
    private static BuildReference build(JsonNode node) {
        String job = text(node, "job");
        return job == null
                ? null
                : new BuildReference(
                        job, node.path("build").asInt(), node.path("deleted").asBoolean());
    }

    @CheckForNull
    private static RevisionOrigin origin(JsonNode node) {
        BuildReference build = build(node);
        Instant at = time(node, "at");
        if (build == null || at == null) {
            return null;
        }
        List<String> commits = new ArrayList<>();
        node.path("commits").forEach(commit -> commits.add(commit.asText()));
        return new RevisionOrigin(build, at, commits);
    }
}
