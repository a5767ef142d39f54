package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.Overview;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes the events of a run to a log: one line for each change. */
public final class DeploymentNarrator implements DeploymentListener {
    /** Maximum number of targets whose events are all logged, and maximum number of logged failures. */
    private static final long MAX_LOGGED = 20;

    private final Language language;
    private final Consumer<String> log;
    private final Map<String, Map<String, String>> loggedStatuses = new HashMap<>();
    private String lastProgress = "";
    private long targets;
    private int loggedFailures;

    /** @param log takes one line, without its end; lines may hold untrusted text, but never a line break of it */
    public DeploymentNarrator(@NonNull Language language, @NonNull Consumer<String> log) {
        this.language = language;
        this.log = log;
    }

    @Override
    public void event(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Created e) {
            say(e.adopted() ? "deploy.log.adopted" : "deploy.log.created", e.deploymentId(), e.consoleLink());
        } else if (event instanceof DeploymentEvent.MonitoringStarted e) {
            say("deploy.log.following", e.deploymentId(), e.consoleLink());
        } else if (event instanceof DeploymentEvent.Progress e) {
            progress(e.snapshot());
        } else if (event instanceof DeploymentEvent.StillRunning e) {
            say("deploy.log.still", e.snapshot().id(), e.snapshot().status(), DurationText.of(e.tracked()));
        } else if (event instanceof DeploymentEvent.Targets e) {
            // the targets of a large deployment are read before its counters
            targets = Math.max(targets, e.changed().size());
            e.changed().forEach(target -> target(e.deploymentId(), target));
        } else if (event instanceof DeploymentEvent.WaitingForGroup e) {
            say("deploy.log.busy", e.group(), e.activeId());
        } else if (event instanceof DeploymentEvent.RollbackStarted e) {
            say("deploy.log.rollback", e.rollbackId(), e.failedId());
            loggedStatuses.clear();
            loggedFailures = 0;
        } else if (event instanceof DeploymentEvent.TrafficShifted e) {
            say("deploy.log.shifted", e.deploymentId());
        } else if (event instanceof DeploymentEvent.TerminationWaitSkipped e) {
            say("deploy.log.terminationWait", e.deploymentId());
        } else if (event instanceof DeploymentEvent.Ready e) {
            say(e.continued() ? "deploy.log.continued" : "deploy.log.ready", e.deploymentId());
        } else if (event instanceof DeploymentEvent.StopRequested e) {
            say(e.rollBack() ? "deploy.log.stopAndRollBack" : "deploy.log.stop", e.deploymentId(), reason(e.cause()));
        } else {
            trouble(event);
        }
    }

    private void trouble(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.TroubleBegan e) {
            say("deploy.log.trouble", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.TroubleEnded e) {
            say("deploy.log.troubleOver", DurationText.of(e.spell()));
        } else if (event instanceof DeploymentEvent.AnswerLost e) {
            say("deploy.log.answerLost", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.ConfirmedAbsent) {
            say("deploy.log.absent");
        } else if (event instanceof DeploymentEvent.CreateDelayed e) {
            say("deploy.log.delayed", e.problem().brief(language), DurationText.of(e.pause()));
        } else if (event instanceof DeploymentEvent.NotRegistered e) {
            say("deploy.log.notRegistered", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.Note e) {
            say("deploy.log.note", e.text());
        } else if (event instanceof DeploymentEvent.TargetsRefused e) {
            say("deploy.log.targetsRefused", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.ContinueRefused e) {
            say("deploy.log.continueRefused", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.StopRefused e) {
            say("deploy.log.stopRefused", e.problem().brief(language));
        } else if (event instanceof DeploymentEvent.JournalBehind e) {
            say("deploy.log.journal", e.reason());
        }
    }

    /**
     * Writes the known failed targets as a table, each with its log tail. Writes nothing if no target failed.
     *
     * @param rows receives the rows of the table; the log tails go to the log
     */
    public void failures(@NonNull Outcome outcome, @NonNull Consumer<String> rows) {
        failures(outcome, rows, Integer.MAX_VALUE);
    }

    /** Writes the known failed targets as a table, each with its log tail. Writes nothing if no target failed. */
    public void failures(@NonNull Outcome outcome) {
        failures(outcome, Integer.MAX_VALUE);
    }

    /**
     * Writes the known failed targets as a table, each with its log tail. Writes nothing if no target failed.
     *
     * @param width number of characters that fit in a line
     */
    public void failures(@NonNull Outcome outcome, int width) {
        failures(outcome, log, width);
    }

    private void failures(Outcome outcome, Consumer<String> rows, int width) {
        FailureTable table = new FailureTable(language.locale());
        outcome.failedTargets().forEach(table::add);
        table.tell(rows, log, width);
    }

    private void progress(Snapshot now) {
        Overview o = now.overview();
        targets = o.total();
        String line = o.total() == 0
                ? text("deploy.log.status", now.id(), now.status())
                : text(
                        "deploy.log.progress",
                        now.id(),
                        now.status(),
                        o.succeeded(),
                        o.total(),
                        count("deploy.log.inProgress", o.inProgress())
                                + count("deploy.log.failed", o.failed())
                                + count("deploy.log.pending", o.pending())
                                + count("deploy.log.skipped", o.skipped()));
        if (!line.equals(lastProgress)) {
            lastProgress = line;
            log.accept(line);
        }
    }

    /** Returns the empty string for 0. */
    private String count(String code, long number) {
        return number == 0 ? "" : ", " + text(code, number);
    }

    private String reason(DeploymentHandle.AbortCause cause) {
        return text(
                switch (cause) {
                    case ASKED -> "deploy.log.because.asked";
                    case TIMEOUT -> "deploy.log.because.timeout";
                    case READY -> "deploy.log.because.ready";
                });
    }

    private void target(String deploymentId, TargetState target) {
        List<String> skipped = new ArrayList<>();
        for (TargetState.Event e : target.events()) {
            if (e.status().equals("Pending") || targets > MAX_LOGGED && !e.isFailed()) {
                continue;
            }
            String before = loggedStatuses
                    .computeIfAbsent(target.id(), id -> new HashMap<>())
                    .put(e.name(), e.status());
            if (e.status().equals(before)) {
                continue;
            }
            if (e.isFailed() && ++loggedFailures > MAX_LOGGED) {
                if (loggedFailures == MAX_LOGGED + 1) {
                    say("deploy.log.moreFailed");
                }
                continue;
            }
            if (e.status().equals("Skipped")) {
                skipped.add(e.name());
                continue;
            }
            Duration took = e.start() == null || e.end() == null ? null : Duration.between(e.start(), e.end());
            say(
                    took == null ? "deploy.log.event" : "deploy.log.event.took",
                    deploymentId,
                    target.id(),
                    e.name(),
                    e.status(),
                    took == null ? "" : DurationText.of(took));
        }
        if (!skipped.isEmpty()) {
            say("deploy.log.event.skipped", deploymentId, target.id(), String.join(", ", skipped));
        }
    }

    private void say(String code, Object... args) {
        log.accept(text(code, args));
    }

    private String text(String code, Object... args) {
        return SingleLine.of(Text.of(code, args).in(language));
    }
}
