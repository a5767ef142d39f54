package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Lists in pages. A token names the last item returned, so that new items at the front cause no repetition. */
final class Pages {
    private Pages() {}

    /** A page of names or ids. */
    @NonNull
    static ObjectNode names(@NonNull Request request, @NonNull String member, @NonNull List<String> all)
            throws AwsError {
        return page(request, member, all, Function.identity(), (list, name) -> list.add(name));
    }

    @NonNull
    static <T> ObjectNode page(
            @NonNull Request request,
            @NonNull String member,
            @NonNull List<T> all,
            @NonNull Function<T, String> key,
            @NonNull BiConsumer<ArrayNode, T> add)
            throws AwsError {
        int from = from(request, all, key);
        int to = Math.min(all.size(), from + request.realm().limits.pageSize());
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray(member);
        all.subList(from, to).forEach(item -> add.accept(list, item));
        if (to < all.size()) {
            answer.put("nextToken", token(key.apply(all.get(to - 1))));
        }
        return answer;
    }

    private static <T> int from(Request request, List<T> all, Function<T, String> key) throws AwsError {
        String token = request.text("nextToken");
        if (token == null) {
            return 0;
        }
        for (int i = 0; i < all.size(); i++) {
            if (token(key.apply(all.get(i))).equals(token)) {
                return i + 1;
            }
        }
        throw Request.invalid("InvalidNextTokenException", "The next token was specified in an invalid format.");
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
