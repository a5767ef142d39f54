package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Revisions that an application knows. */
final class RevisionOperations {
    private RevisionOperations() {}

    static void addTo(@NonNull Map<String, Operation> operations) {
        operations.put("RegisterApplicationRevision", RevisionOperations::register);
        operations.put("GetApplicationRevision", RevisionOperations::get);
        operations.put("ListApplicationRevisions", RevisionOperations::list);
    }

    private static Application application(Request request) throws AwsError {
        String name = request.application();
        request.allow(request.realm().arns().application(name));
        return request.realm().existing(name);
    }

    private static ObjectNode register(Request request) throws AwsError {
        Application application = application(request);
        RevisionLocation revision = RevisionLocation.parse(request.input().path("revision"), application.platform());
        String description = CreateDeployment.description(request);
        RevisionUse use = application.use(revision, description);
        if (description != null) {
            use.description = description;
        }
        return Json.object();
    }

    private static ObjectNode get(Request request) throws AwsError {
        Application application = application(request);
        RevisionLocation revision = RevisionLocation.parse(request.input().path("revision"), application.platform());
        for (Map.Entry<RevisionLocation, RevisionUse> known : application.revisions.entrySet()) {
            if (known.getKey().equals(revision)) {
                ObjectNode answer = Json.object().put("applicationName", application.name());
                answer.set("revision", known.getKey().json(true));
                answer.set("revisionInfo", known.getValue().json());
                return answer;
            }
        }
        throw Request.invalid("RevisionDoesNotExistException", "No revision found for: " + revision.json(false));
    }

    private static ObjectNode list(Request request) throws AwsError {
        Application application = application(request);
        String bucket = request.text("s3Bucket");
        String prefix = request.text("s3KeyPrefix");
        if (prefix != null && bucket == null) {
            throw Request.invalid("BucketNameFilterRequiredException", "A bucket name is required with a key prefix.");
        }
        String deployed = request.text("deployed");
        List<Map.Entry<RevisionLocation, RevisionUse>> found = new ArrayList<>();
        for (Map.Entry<RevisionLocation, RevisionUse> known : application.revisions.entrySet()) {
            RevisionLocation revision = known.getKey();
            boolean used = known.getValue().firstUsed != null;
            boolean fits = (bucket == null || bucket.equals(revision.bucket()))
                    && (prefix == null || String.valueOf(revision.key()).startsWith(prefix))
                    && (!"include".equals(deployed) || used)
                    && (!"exclude".equals(deployed) || !used);
            if (fits) {
                found.add(known);
            }
        }
        found.sort(order(request));
        return Pages.page(
                request,
                "revisions",
                found,
                entry -> entry.getKey().json(false).toString(),
                (list, entry) -> list.add(entry.getKey().json(false)));
    }

    private static Comparator<Map.Entry<RevisionLocation, RevisionUse>> order(Request request) throws AwsError {
        String by = request.text("sortBy");
        Function<RevisionUse, Instant> time =
                switch (by == null ? "registerTime" : by) {
                    case "registerTime" -> use -> use.registered;
                    case "firstUsedTime" -> use -> use.firstUsed;
                    case "lastUsedTime" -> use -> use.lastUsed;
                    default -> throw Request.invalid("InvalidSortByException", "The sortBy value is invalid: " + by);
                };
        Comparator<Map.Entry<RevisionLocation, RevisionUse>> order = Comparator.comparing(
                entry -> time.apply(entry.getValue()), Comparator.nullsFirst(Comparator.naturalOrder()));
        return "descending".equals(request.text("sortOrder")) ? order.reversed() : order;
    }
}
