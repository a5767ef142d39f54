package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsRequest;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.http.Service;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Buckets of both accounts, in any region. */
public final class S3 implements Service, ObjectReader {
    static final String NAMESPACE = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private final Map<String, StoredBucket> buckets = new ConcurrentSkipListMap<>();
    private final Iam iam;
    private final ObjectLookup lookup;
    private final BucketOperations bucketOperations;
    private final ObjectOperations objectOperations;
    private final MultipartOperations multipart;
    private final Listing listing;

    /** @param folder for the objects' bytes, on the file system where bodies arrive */
    public S3(@NonNull Iam iam, @NonNull Kms kms, @NonNull Path folder) {
        this.iam = iam;
        Access access = new Access(iam);
        Blobs blobs = new Blobs(folder);
        NewObjects newObjects = new NewObjects(access, kms);
        lookup = new ObjectLookup(access, kms);
        bucketOperations = new BucketOperations(access, iam);
        objectOperations = new ObjectOperations(access, newObjects, lookup, blobs);
        multipart = new MultipartOperations(access, kms, newObjects, objectOperations, blobs);
        listing = new Listing(access);
    }

    /** As new buckets are since 2023: owner enforced, SSE-S3, no versions, no policy. */
    @NonNull
    public StoredBucket createBucket(@NonNull String name, @NonNull String accountId, @NonNull String region)
            throws AwsError {
        StoredBucket bucket = new StoredBucket(name, accountId, region);
        StoredBucket existing = buckets.putIfAbsent(name, bucket);
        if (existing != null) {
            throw existing.accountId().equals(accountId)
                    ? new AwsError(
                            409,
                            "BucketAlreadyOwnedByYou",
                            "Your previous request to create the named bucket succeeded and you already own it.")
                    : new AwsError(
                            409,
                            "BucketAlreadyExists",
                            "The requested bucket name is not available. The bucket namespace is shared by all users"
                                    + " of the system. Please select a different name and try again.");
        }
        return bucket;
    }

    /** @throws AwsError {@code NoSuchBucket} */
    @NonNull
    public StoredBucket bucket(@NonNull String name) throws AwsError {
        StoredBucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist").detail("BucketName", name);
        }
        return bucket;
    }

    /** Puts a bucket's policy as its owner; it is checked as PutBucketPolicy checks it. */
    public void putPolicy(@NonNull String bucket, @NonNull String document) throws AwsError {
        BucketPolicies.put(iam, bucket(bucket), document);
    }

    public void deletePolicy(@NonNull String bucket) throws AwsError {
        bucket(bucket).policy(null, iam.delay());
    }

    /** With everything in it. */
    public void deleteBucket(@NonNull String name) {
        buckets.remove(name);
    }

    @Override
    public FetchedObject fetch(Caller caller, String bucket, String key, String versionId, String region)
            throws AwsError {
        StoredBucket found = bucket(bucket);
        checkRegion(found, region);
        StoredObject object = lookup.readable(caller, found, key, versionId);
        Blob content = object.content();
        if (content == null) {
            throw ObjectLookup.noSuchKey(key);
        }
        boolean versioned = found.versioning() != StoredBucket.Versioning.Unversioned;
        return new FetchedObject(content, object.eTag(), versioned ? object.versionId() : null);
    }

    @Override
    public AwsResponse handle(AwsRequest request) throws AwsError, IOException {
        if (request.operation().equals("ListBuckets")) {
            return listBuckets(request);
        }
        int slash = request.path().indexOf('/', 1);
        String name = slash < 0 ? request.path().substring(1) : request.path().substring(1, slash);
        if (request.operation().equals("CreateBucket")) {
            return create(request, name);
        }
        StoredBucket bucket = bucket(name);
        checkRegion(bucket, request.region());
        S3Call call =
                new S3Call(request, bucket, slash < 0 ? "" : request.path().substring(slash + 1));
        checkOwner(call);
        return dispatch(call);
    }

    private AwsResponse dispatch(S3Call call) throws AwsError, IOException {
        return switch (call.request().operation()) {
            case "PutObject" -> objectOperations.put(call);
            case "GetObject", "HeadObject" -> objectOperations.get(call);
            case "DeleteObject" -> objectOperations.delete(call);
            case "GetObjectTagging" -> objectOperations.getTagging(call);
            case "PutObjectTagging" -> objectOperations.putTagging(call);
            case "CreateMultipartUpload" -> multipart.create(call);
            case "UploadPart" -> multipart.part(call);
            case "CompleteMultipartUpload" -> multipart.complete(call);
            case "AbortMultipartUpload" -> multipart.abort(call);
            case "ListParts" -> multipart.listParts(call);
            case "ListMultipartUploads" -> multipart.listUploads(call);
            case "ListObjects", "ListObjectsV2" -> listing.objects(call);
            case "ListObjectVersions" -> listing.versions(call);
            case "HeadBucket" -> bucketOperations.head(call);
            case "GetBucketLocation" -> bucketOperations.location(call);
            case "GetBucketPolicy" -> bucketOperations.getPolicy(call);
            case "PutBucketPolicy" -> bucketOperations.putPolicy(call);
            case "DeleteBucketPolicy" -> bucketOperations.deletePolicy(call);
            case "GetBucketVersioning" -> bucketOperations.getVersioning(call);
            case "PutBucketVersioning" -> bucketOperations.putVersioning(call);
            case "GetBucketOwnershipControls" -> bucketOperations.getOwnership(call);
            case "PutBucketOwnershipControls" -> bucketOperations.putOwnership(call);
            case "GetBucketEncryption" -> bucketOperations.getEncryption(call);
            case "PutBucketEncryption" -> bucketOperations.putEncryption(call);
            case "GetBucketLifecycleConfiguration" -> bucketOperations.getLifecycle(call);
            case "PutBucketLifecycleConfiguration" -> bucketOperations.putLifecycle(call);
            default -> throw NewObjects.notImplemented();
        };
    }

    private AwsResponse create(AwsRequest request, String name) throws AwsError {
        iam.require(request.caller(), "s3:CreateBucket", "arn:aws:s3:::" + name, Map.of());
        createBucket(name, request.caller().accountId(), request.region());
        return AwsResponse.empty(200).header("Location", "/" + name);
    }

    private AwsResponse listBuckets(AwsRequest request) throws AwsError {
        iam.require(request.caller(), "s3:ListAllMyBuckets", "*", Map.of());
        Xml xml = new Xml().open("ListAllMyBucketsResult", NAMESPACE).open("Buckets");
        for (StoredBucket bucket : new TreeMap<>(buckets).values()) {
            if (bucket.accountId().equals(request.caller().accountId())) {
                xml.open("Bucket")
                        .text("Name", bucket.name())
                        .text("CreationDate", bucket.created())
                        .text("BucketRegion", bucket.region())
                        .close("Bucket");
            }
        }
        xml.close("Buckets").close("ListAllMyBucketsResult");
        return AwsResponse.of(200, "application/xml", xml.bytes());
    }

    /** One endpoint serves all Regions: the credential scope shows which one was called. */
    private static void checkRegion(StoredBucket bucket, String asked) throws AwsError {
        if (asked.isEmpty() || asked.equals(bucket.region())) {
            return;
        }
        AwsError wrong = asked.equals("us-east-1")
                ? AwsError.badRequest(
                                "AuthorizationHeaderMalformed",
                                "The authorization header is malformed; the region 'us-east-1' is wrong; expecting '"
                                        + bucket.region() + "'")
                        .detail("Region", bucket.region())
                : new AwsError(
                                301,
                                "PermanentRedirect",
                                "The bucket you are attempting to access must be addressed using the specified"
                                        + " endpoint. Please send all future requests to this endpoint.")
                        .detail("Endpoint", "s3." + bucket.region() + ".amazonaws.com")
                        .detail("Bucket", bucket.name());
        throw wrong.header("x-amz-bucket-region", bucket.region());
    }

    private static void checkOwner(S3Call call) throws AwsError {
        String expected = call.header("x-amz-expected-bucket-owner");
        if (expected != null && !expected.matches("\\d{12}")) {
            throw AwsError.badRequest(
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS Account ID...");
        }
        if (expected != null && !expected.equals(call.bucket().accountId())) {
            throw AwsError.accessDenied("Access Denied");
        }
    }
}
