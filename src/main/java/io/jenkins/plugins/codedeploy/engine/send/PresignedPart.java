package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * The right to send one part, and nothing else.
 *
 * @param number from 1
 * @param url presigned: whoever knows its query may send, so the query belongs in no log
 * @param headers signed with the URL and to be sent as they are, the part's checksum among them
 */
public record PresignedPart(
        int number, @NonNull URI url, @NonNull Map<String, String> headers) implements Serializable {

    public PresignedPart {
        headers = new TreeMap<>(headers);
    }

    @Override
    public String toString() {
        return "part " + number + " to " + UrlRedaction.withoutQuery(url.toString());
    }
}
