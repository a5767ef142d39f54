package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which earlier revision of a deployment group is deployed again.
 *
 * @param past the deployment that deployed it
 * @param live the deployment whose revision is replaced; null if none succeeded
 * @param recorded what the history says of {@code past}; null if it does not know it
 */
public record TakeBack(
        @NonNull PastDeployment past,
        @CheckForNull PastDeployment live,
        @CheckForNull HistoryEntry recorded) {
    /** How many deployments are read from AWS. */
    public static final int MOST = 200;

    private static final Pattern DEPLOYMENT = Pattern.compile("d-[A-Z0-9]+");
    private static final Pattern BUILD = Pattern.compile("(?:(.+?) )?#?(\\d{1,9})");

    /** Returns the revision to deploy. The AppSpec of a Lambda function begins with the version that is live. */
    @NonNull
    public Revision revision() {
        Revision earlier = Objects.requireNonNull(past.revision());
        return live == null || live.equals(past) ? earlier : LambdaVersions.beginWith(earlier, live.revision());
    }

    /** Returns what is deployed and what it replaces. */
    @NonNull
    public Text text(@NonNull String group) {
        Snapshot before = past.snapshot();
        RevisionOrigin origin = recorded == null ? null : recorded.origin();
        Text earlier = origin == null
                ? Text.of("deploy.takeBack.deployment", before.id(), past.ended(), revision())
                : Text.of("deploy.takeBack.build", before.id(), past.ended(), revision(), origin.build());
        return live == null
                ? Text.of("deploy.takeBack.first", group, earlier)
                : Text.of("deploy.takeBack", group, live.id(), earlier);
    }

    /**
     * Finds the revision.
     *
     * @param seen the deployments of the group that AWS returns, newest first; null if it returns none because its
     *     answer is missing
     * @param recorded the deployments in the history of this controller, newest first; they add the AppSpec contents that
     *     AWS does not return, and are the only source if {@code seen} is null
     * @param to null for the last revision that succeeded and is not the live one; otherwise the ID of a deployment, a
     *     build such as {@code #41} or {@code team/shop #41}, or the time at which the revision was live
     * @param group for messages
     * @param zone of a time without a zone
     * @throws EngineException if there is no such revision
     * @throws InvalidInputException for {@code to} if it names no deployment that can be deployed again
     */
    @NonNull
    public static TakeBack find(
            @CheckForNull List<PastDeployment> seen,
            @NonNull List<HistoryEntry> recorded,
            @CheckForNull String to,
            @NonNull String group,
            @NonNull ZoneId zone)
            throws EngineException {
        Map<String, HistoryEntry> known = recorded.stream()
                .collect(Collectors.toMap(HistoryEntry::deploymentId, Function.identity(), (first, same) -> first));
        List<PastDeployment> all = combined(seen, recorded, known);
        PastDeployment past;
        String wanted = Inputs.optional("to", to);
        if (wanted == null) {
            past = PastDeployment.previous(all)
                    .orElseThrow(() -> new EngineException(
                            Problem.of(Text.of("deploy.rollback.none", group), Text.of("deploy.rollback.none.fix"))));
        } else {
            past = wanted(all, known, wanted, group, zone);
        }
        return new TakeBack(past, PastDeployment.live(all).orElse(null), known.get(past.id()));
    }

    private static List<PastDeployment> combined(
            @CheckForNull List<PastDeployment> seen, List<HistoryEntry> recorded, Map<String, HistoryEntry> known) {
        List<PastDeployment> all = new ArrayList<>();
        if (seen == null) {
            recorded.forEach(entry -> all.add(PastDeployment.of(entry)));
        } else {
            for (PastDeployment past : seen) {
                HistoryEntry entry = known.get(past.id());
                boolean adds = past.revision() == null && entry != null;
                all.add(adds ? new PastDeployment(past.snapshot(), entry.deployableRevision()) : past);
            }
            // beyond the newest ones, which were read
            List<String> read = seen.stream().map(PastDeployment::id).toList();
            recorded.stream()
                    .filter(entry -> seen.size() >= MOST && !read.contains(entry.deploymentId()))
                    .forEach(entry -> all.add(PastDeployment.of(entry)));
        }
        return all;
    }

    private static PastDeployment wanted(
            List<PastDeployment> all, Map<String, HistoryEntry> known, String to, String group, ZoneId zone) {
        Matcher build = BUILD.matcher(to);
        Optional<PastDeployment> found;
        if (DEPLOYMENT.matcher(to).matches()) {
            found = first(all, past -> past.id().equals(to));
        } else if (build.matches()) {
            found = ofBuild(all, known, build.group(1), Integer.parseInt(build.group(2)));
        } else {
            Instant at = time(to, zone);
            found = all.stream()
                    .filter(past -> past.isSucceeded() && !past.ended().isAfter(at))
                    .max(Comparator.comparing(PastDeployment::ended));
        }
        PastDeployment past =
                found.orElseThrow(() -> new InvalidInputException("to", Text.of("deploy.rollback.unknown", to, group)));
        if (!past.isDeployable()) {
            throw new InvalidInputException("to", Text.of("deploy.rollback.noRevision", past.id()));
        }
        return past;
    }

    /** What the build pushed; failing that, what it deployed. */
    private static Optional<PastDeployment> ofBuild(
            List<PastDeployment> all, Map<String, HistoryEntry> known, @CheckForNull String job, int number) {
        Predicate<BuildReference> meant =
                build -> build.number() == number && (job == null || build.job().equals(job));
        Optional<PastDeployment> pushed = first(all, past -> {
            HistoryEntry entry = known.get(past.id());
            RevisionOrigin origin = entry == null ? null : entry.origin();
            return origin != null && meant.test(origin.build()) && past.isSucceeded();
        });
        return pushed.isPresent()
                ? pushed
                : first(all, past -> {
                    HistoryEntry entry = known.get(past.id());
                    BuildReference by = entry == null ? null : entry.deployedBy();
                    return by != null && meant.test(by) && past.isSucceeded();
                });
    }

    private static Optional<PastDeployment> first(List<PastDeployment> all, Predicate<PastDeployment> which) {
        return all.stream().filter(which).findFirst();
    }

    private static Instant time(String to, ZoneId zone) {
        List<Function<String, Instant>> forms = List.of(
                text -> OffsetDateTime.parse(text).toInstant(),
                text -> LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant(),
                text -> LocalDate.parse(text).atStartOfDay(zone).toInstant());
        for (Function<String, Instant> form : forms) {
            try {
                return form.apply(to);
            } catch (DateTimeException e) {
                // perhaps of the next form
            }
        }
        throw new InvalidInputException("to", Text.of("deploy.rollback.to", to));
    }
}
