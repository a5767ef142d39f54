package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.s3.Blob;
import io.jenkins.plugins.codedeploy.simulator.s3.FetchedObject;
import io.jenkins.plugins.codedeploy.simulator.s3.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Objects by their keys, whatever the bucket's name; remembers who read them. */
final class FileBucket implements ObjectReader {
    private final Path folder;
    private final Map<String, Path> objects = new ConcurrentHashMap<>();
    private final List<String> readers = new CopyOnWriteArrayList<>();

    FileBucket() throws IOException {
        folder = Files.createTempDirectory("bucket");
    }

    void put(String key, byte[] bytes) throws IOException {
        objects.put(key, Files.write(folder.resolve(String.valueOf(objects.size())), bytes));
    }

    List<String> readers() {
        return readers;
    }

    @Override
    public FetchedObject fetch(Caller caller, String bucket, String key, String versionId, String region)
            throws AwsError {
        readers.add(caller.arn());
        Path file = objects.get(key);
        if (file == null) {
            throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        }
        long length = file.toFile().length();
        return new FetchedObject(new Blob(List.of(new Blob.Segment(file, length))), "etag-of-" + key, versionId);
    }

    void delete() throws IOException {
        for (Path file : objects.values()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
