package io.jenkins.plugins.codedeploy;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tab of a real browser, by its own protocol. Hears everything that its console would show.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
public final class Chromium implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    /** Violations of a content security policy, uncaught errors, failed requests: anything but a note. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<?, ?>>> answers = new ConcurrentHashMap<>();
    private final Semaphore loaded = new Semaphore(0);

    /** For a test that {@link NeedsChromium}. */
    public Chromium(Path tmp) throws Exception {
        String binary = NeedsChromium.Condition.binary().orElseThrow();
        Path profile = Files.createTempDirectory(tmp, "chromium");
        process = new ProcessBuilder(
                        binary,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpClient client = HttpClient.newHttpClient();
        socket = client.newWebSocketBuilder()
                .buildAsync(tab(client, profile.resolve("DevToolsActivePort")), new Ear())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Log", "Runtime", "Audits")) {
            send(domain + ".enable", Map.of());
        }
    }

    private static URI tab(HttpClient client, Path portFile) throws Exception {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            List<String> lines = Files.exists(portFile) ? Files.readAllLines(portFile) : List.of();
            if (!lines.isEmpty()) {
                HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lines.get(0) + "/json"))
                        .build();
                String told =
                        client.send(list, HttpResponse.BodyHandlers.ofString()).body();
                for (Object target : (List<?>) new JsonSlurper().parseText(told)) {
                    if ("page".equals(((Map<?, ?>) target).get("type"))) {
                        return URI.create((String) ((Map<?, ?>) target).get("webSocketDebuggerUrl"));
                    }
                }
            }
            Thread.sleep(100);
        }
        throw new IOException("the browser opened no tab");
    }

    public Map<?, ?> send(String method, Map<String, ?> params) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JsonOutput.toJson(Map.of("id", id, "method", method, "params", params)), true);
        Map<?, ?> told = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (told.get("error") != null) {
            throw new IOException(method + ": " + told.get("error"));
        }
        return (Map<?, ?>) told.get("result");
    }

    public void size(int width, int height) throws Exception {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** @param feature such as {@code prefers-color-scheme} */
    public void prefer(String feature, String value) throws Exception {
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    public void open(String url) throws Exception {
        loaded.drainPermits();
        send("Page.navigate", Map.of("url", url));
        if (!loaded.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("not loaded: " + url);
        }
        // scripts that wait for the page to be loaded
        evaluate("new Promise(resolve => setTimeout(resolve, 300))");
    }

    /** @return null, a boolean, a number, a string, or a list or map of them */
    public Object evaluate(String script) throws Exception {
        Map<?, ?> told =
                send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (told.get("exceptionDetails") != null) {
            throw new IOException(script + ": " + told.get("exceptionDetails"));
        }
        return ((Map<?, ?>) told.get("result")).get("value");
    }

    /** Asks again until it is so. */
    public void await(String condition) throws Exception {
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (Boolean.TRUE.equals(evaluate(condition))) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("never became true: " + condition);
    }

    public void press(String key, int code) throws Exception {
        Map<String, Object> event = Map.of(
                "type",
                "keyDown",
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                code,
                "text",
                code == 13 ? "\r" : "");
        send("Input.dispatchKeyEvent", event);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /** Of the page's top, as high as it is, but no higher than that. */
    public void picture(Path file, int width, int most) throws Exception {
        Number height = (Number) evaluate("document.documentElement.scrollHeight");
        clip(file, 0, 0, width, Math.min(most, height.intValue()));
    }

    /** Of one element, with some space around it, in which nothing else is shown. */
    public void pictureOf(Path file, String element) throws Exception {
        evaluate("document.body.style.visibility = 'hidden'; " + element + ".style.visibility = 'visible'");
        // what disappears fades out
        evaluate("new Promise(resolve => setTimeout(resolve, 1000))");
        List<?> box = (List<?>) evaluate("(() => { const box = " + element + ".getBoundingClientRect();"
                + " return [box.x + scrollX, box.y + scrollY, box.width, box.height]; })()");
        int[] at = box.stream().mapToInt(number -> ((Number) number).intValue()).toArray();
        int space = 16;
        clip(file, at[0] - space, at[1] - space, at[2] + 2 * space, at[3] + 2 * space);
        evaluate("document.body.style.visibility = ''; " + element + ".style.visibility = ''");
    }

    private void clip(Path file, int x, int y, int width, int height) throws Exception {
        Map<?, ?> told = send(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of(
                                "x",
                                Math.max(0, x),
                                "y",
                                Math.max(0, y),
                                "width",
                                width,
                                "height",
                                height,
                                "scale",
                                1)));
        Files.write(file, Base64.getDecoder().decode((String) told.get("data")));
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void heard(Map<?, ?> message) {
        if (message.get("id") != null) {
            answers.remove(((Number) message.get("id")).intValue()).complete(message);
            return;
        }
        String method = (String) message.get("method");
        Map<?, ?> params = (Map<?, ?>) message.get("params");
        switch (method) {
            case "Page.loadEventFired" -> loaded.release();
            case "Runtime.exceptionThrown" -> complaints.add("exception: " + params.get("exceptionDetails"));
            case "Log.entryAdded" -> {
                Map<?, ?> entry = (Map<?, ?>) params.get("entry");
                if (List.of("error", "warning").contains(entry.get("level"))) {
                    complaints.add(entry.get("source") + ": " + entry.get("text") + " " + entry.get("url"));
                }
            }
            case "Audits.issueAdded" -> {
                Map<?, ?> issue = (Map<?, ?>) params.get("issue");
                if (String.valueOf(issue.get("code")).startsWith("ContentSecurityPolicy")) {
                    complaints.add("policy: " + issue.get("details"));
                }
            }
            default -> {
                // nothing that a page's author has to fix
            }
        }
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Map<?, ?> message = (Map<?, ?>) new JsonSlurper().parseText(text.toString());
                text.setLength(0);
                heard(message);
            }
            from.request(1);
            return null;
        }
    }
}
