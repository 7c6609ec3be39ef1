package dev.telemetry.report;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Stores reports by one {@code PUT} for each file, the summary last: to Azure Blob
 * Storage with a shared access signature, to signed URLs of S3 and compatible services,
 * or to WebDAV. Needs no library. Redirects are not followed, and neither query nor
 * headers are ever part of a message. Thread safe.
 *
 * @since 0.1.0
 */
public final class HttpPutReportStore implements ReportStore {

	private static final int CONFLICT = 409;

	// The first version that supports every feature of a shared access signature.
	private static final String AZURE_VERSION = "2021-12-02";

	private final ReportUrls urls;

	private final Map<String, String> headers;

	private final Duration timeout;

	private volatile @Nullable HttpClient client;

	/**
	 * Creates a store. There is no connection before the first report.
	 * @param urls determines the URLs of files
	 * @param headers headers of each request, such as {@code Authorization}
	 * @param timeout longest time for one file, and for a connection
	 * @throws IllegalArgumentException if a header cannot be sent; the message does not
	 * contain its value
	 */
	public HttpPutReportStore(ReportUrls urls, Map<String, String> headers, Duration timeout) {
		this.urls = urls;
		this.headers = Map.copyOf(headers);
		this.timeout = timeout;
		this.headers.forEach(HttpPutReportStore::check);
	}

	private static void check(String name, String value) {
		try {
			HttpRequest.newBuilder().header(name, value);
		}
		catch (IllegalArgumentException ex) {
			// Without the cause, whose message contains the value.
			throw new IllegalArgumentException("A header cannot be sent: " + name);
		}
	}

	@Override
	public void store(Path report, String jobId) throws IOException, InterruptedException {
		String directory = report.getFileName().toString();
		boolean collection = false;
		for (Path content : FilesToStore.of(report)) {
			URI url = this.urls.urlOf(directory, content.getFileName().toString());
			int status = put(url, content);
			if (status == CONFLICT && !collection) {
				// The answer of WebDAV if the directory does not exist.
				collection = true;
				send("MKCOL", url.resolve("."), BodyPublishers.noBody(), "");
				status = put(url, content);
			}
			if (status / 100 != 2) {
				throw new NotStoredException("PUT " + shown(url) + " was answered with " + status);
			}
		}
	}

	private int put(URI url, Path content) throws IOException, InterruptedException {
		return send("PUT", url, BodyPublishers.ofFile(content), FilesToStore.contentType(content));
	}

	private int send(String method, URI url, BodyPublisher body, String type) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(this.timeout).method(method, body);
		this.headers.forEach(request::setHeader);
		if (!type.isEmpty()) {
			request.setHeader("Content-Type", type);
			if (isAzure(url)) {
				request.setHeader("x-ms-blob-type", "BlockBlob").setHeader("x-ms-version", AZURE_VERSION);
			}
		}
		try {
			HttpResponse<InputStream> response = client().send(request.build(), BodyHandlers.ofInputStream());
			// The body is of no use, and could be endless.
			response.body().close();
			return response.statusCode();
		}
		catch (HttpTimeoutException ex) {
			throw new NotStoredException(
					method + " " + shown(url) + " had no answer within " + this.timeout.toMillis() + " ms");
		}
		catch (ConnectException ex) {
			throw new NotStoredException(method + " " + shown(url) + " found no server there");
		}
		catch (IOException ex) {
			throw new NotStoredException(method + " " + shown(url) + " failed: " + ex.getClass().getName());
		}
	}

	private static boolean isAzure(URI url) {
		String query = "&" + url.getRawQuery();
		return query.contains("&sv=") && query.contains("&sig=");
	}

	private static String shown(URI url) {
		return url.getScheme() + "://" + url.getHost() + ((url.getPort() >= 0) ? ":" + url.getPort() : "")
				+ url.getRawPath();
	}

	private HttpClient client() {
		HttpClient client = this.client;
		if (client == null) {
			client = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.timeout)
				.build();
			this.client = client;
		}
		return client;
	}

	@Override
	public String toString() {
		return "HttpPutReportStore";
	}

}
