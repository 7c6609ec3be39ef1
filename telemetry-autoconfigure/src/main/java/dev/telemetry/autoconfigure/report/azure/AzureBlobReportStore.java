package dev.telemetry.autoconfigure.report.azure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;

import dev.telemetry.report.FilesToStore;
import dev.telemetry.report.NotStoredException;
import dev.telemetry.report.ReportFiles;
import dev.telemetry.report.ReportStore;

/**
 * Stores reports with Azure's client for a container. Each file becomes one blob, which
 * is uploaded in one request; the summary comes last. Messages contain no address,
 * because an address may have a shared access signature. Thread safe.
 */
final class AzureBlobReportStore implements ReportStore {

	private static final String PREFIX = "telemetry/" + ReportFiles.JOBS + "/";

	private final BlobContainerClient container;

	private final Duration timeout;

	/**
	 * Creates a store.
	 * @param container the container
	 * @param timeout the maximum time for one file, including all retries of the client
	 */
	AzureBlobReportStore(BlobContainerClient container, Duration timeout) {
		this.container = container;
		this.timeout = timeout;
	}

	@Override
	public void store(Path report, String jobId) throws IOException, InterruptedException {
		for (Path content : FilesToStore.of(report)) {
			put(content, PREFIX + report.getFileName() + "/" + content.getFileName());
		}
	}

	private void put(Path content, String blob) throws IOException, InterruptedException {
		BlobHttpHeaders headers = new BlobHttpHeaders().setContentType(FilesToStore.contentType(content));
		BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(BinaryData.fromFile(content))
			.setHeaders(headers);
		try {
			this.container.getBlobClient(blob)
				.getBlockBlobClient()
				.uploadWithResponse(options, this.timeout, Context.NONE);
		}
		catch (BlobStorageException ex) {
			throw new NotStoredException(shown(blob) + " was answered with " + ex.getStatusCode());
		}
		catch (RuntimeException ex) {
			// The client wraps an InterruptedException and may or may not set the
			// interrupt flag.
			if (Thread.interrupted() || isCausedBy(ex, InterruptedException.class)) {
				throw new InterruptedException();
			}
			throw new NotStoredException(shown(blob) + " was not taken within " + this.timeout.toMillis() + " ms: "
					+ ex.getClass().getName());
		}
	}

	private String shown(String blob) {
		return "The blob " + blob + " of the container " + this.container.getBlobContainerName();
	}

	private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < 10; depth++) {
			if (type.isInstance(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	@Override
	public String toString() {
		return "AzureBlobReportStore";
	}

}
