package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Remembers uploads under way, so that one whose controller died can be aborted: its parts cost money until then. */
public interface UploadJournal {
    /** Of an upload that ends before anything can outlive it. */
    UploadJournal NONE = new UploadJournal() {
        @Override
        public void begun(BucketTarget target, String key, String uploadId) {}

        @Override
        public void ended(String uploadId) {}
    };

    void begun(@NonNull BucketTarget target, @NonNull String key, @NonNull String uploadId);

    /** Completed, or aborted: nothing of it is left. */
    void ended(@NonNull String uploadId);
}
