package io.jenkins.plugins.codedeploy.simulator.s3;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Two accounts, each with an administrator, and the source account's user. */
abstract class S3Fixture {
    static final String KEY = "CodeDeploy/app/r.zip";

    SimulatedAws aws;
    Clients clients;
    Seed seed;
    /** May do anything with the source bucket and nothing else. */
    S3Client jenkins;
    /** May do anything in the source account. */
    S3Client source;
    /** May do anything in the target account. */
    S3Client target;

    private final Deque<S3Client> opened = new ArrayDeque<>();

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        clients = new Clients(aws);
        seed = aws.seed();
        jenkins = open(clients.jenkins());
        source = open(clients.administrator(Accounts.SOURCE));
        target = open(clients.administrator(Accounts.TARGET));
    }

    @AfterEach
    void stop() throws Exception {
        opened.forEach(S3Client::close);
        aws.close();
    }

    S3Client open(AwsCredentialsProvider who) {
        return open(who, aws.region());
    }

    S3Client open(AwsCredentialsProvider who, String region) {
        S3Client client = clients.s3(who, region);
        opened.push(client);
        return client;
    }

    PutObjectResponse put(S3Client as, String bucket, String key) {
        return as.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("content of " + key));
    }

    /** How it was refused: {@code 403 AccessDenied: Access Denied}. */
    static String refused(Executable call) {
        return Clients.words(assertThrows(S3Exception.class, call));
    }

    /** An object whose bytes are always the same for its size. */
    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** A statement of the source bucket's policy, on the bucket and all in it. */
    String policy(String effect, String principal, String actions, String condition) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"" + effect
                + "\", \"Principal\": {\"AWS\": \"" + principal + "\"}, \"Action\": [" + actions
                + "], \"Resource\": [\"arn:aws:s3:::" + seed.bucket() + "\", \"arn:aws:s3:::" + seed.bucket()
                + "/*\"], \"Condition\": {" + condition + "}}]}";
    }
}
