package dev.telemetry.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import dev.telemetry.health.ReportCounts.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Against a server that looks at each request and answers as it is told to.
 */
class HttpPutReportStoreTests {

	private static final String SIGNATURE = "sv=2021-12-02&sr=c&sp=cw&sig=top%2Fsecret%3D";

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final List<Received> received = Collections.synchronizedList(new ArrayList<>());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch hanging = new CountDownLatch(1);

	@TempDir
	Path directory;

	private HttpServer server;

	private volatile Answer answer = (exchange) -> 201;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.received.add(new Received(exchange, body));
		exchange.sendResponseHeaders(this.answer.to(exchange), -1);
		exchange.close();
	}

	@AfterEach
	void stop() {
		this.hanging.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private String url(String path) {
		return "http://localhost:" + this.server.getAddress().getPort() + path;
	}

	private HttpPutReportStore store(String url) {
		return new HttpPutReportStore(ReportUrls.below(URI.create(url)), Map.of(), TIMEOUT);
	}

	private Path report(String name) throws IOException {
		Path report = Files.createDirectories(this.directory.resolve(name));
		Files.writeString(report.resolve("spans.jsonl"), "{\"name\":\"job.run\"}\n");
		Files.writeString(report.resolve("summary.json"), "{}\n");
		return report;
	}

	@Test
	void azureGetsABlobForEachFileAndTheSummaryLast() throws Exception {
		store(url("/account/container?" + SIGNATURE)).store(report("a%2Fb"), "a/b");
		assertThat(this.received).extracting(Received::request)
			.containsExactly("PUT /account/container/a%252Fb/spans.jsonl?" + SIGNATURE,
					"PUT /account/container/a%252Fb/summary.json?" + SIGNATURE);
		assertThat(this.received).extracting(Received::body).containsExactly("{\"name\":\"job.run\"}\n", "{}\n");
		assertThat(this.received).allSatisfy((request) -> {
			assertThat(request.header("x-ms-blob-type")).isEqualTo("BlockBlob");
			assertThat(request.header("x-ms-version")).matches("\\d{4}-\\d{2}-\\d{2}");
			assertThat(request.header("Content-Length")).isEqualTo(Integer.toString(request.body().length()));
		});
		assertThat(this.received).extracting((request) -> request.header("Content-Type"))
			.containsExactly("application/x-ndjson", "application/json");
	}

	@Test
	void othersGetNoHeadersOfAzureAndThoseThatAreConfigured() throws Exception {
		new HttpPutReportStore(ReportUrls.below(URI.create(url("/repository/"))), Map.of("Authorization", "Basic dG9w"),
				TIMEOUT)
			.store(report("job-1"), "job-1");
		assertThat(this.received).extracting(Received::request)
			.containsExactly("PUT /repository/job-1/spans.jsonl", "PUT /repository/job-1/summary.json");
		assertThat(this.received.get(0).header("x-ms-blob-type")).isEmpty();
		assertThat(this.received.get(0).header("Authorization")).isEqualTo("Basic dG9w");
	}

	@Test
	void eachFileMayHaveAUrlThatWasSignedForIt() throws Exception {
		ReportUrls signed = (directory, file) -> URI
			.create(url("/bucket/" + directory + "/" + file + "?X-Amz-Signature=" + file.length()));
		new HttpPutReportStore(signed, Map.of(), TIMEOUT).store(report("job-1"), "job-1");
		assertThat(this.received).extracting(Received::request)
			.containsExactly("PUT /bucket/job-1/spans.jsonl?X-Amz-Signature=11",
					"PUT /bucket/job-1/summary.json?X-Amz-Signature=12");
	}

	@Test
	void aDirectoryThatWebDavHasNotIsMade() throws Exception {
		List<String> made = Collections.synchronizedList(new ArrayList<>());
		this.answer = (exchange) -> {
			if (exchange.getRequestMethod().equals("MKCOL")) {
				made.add(exchange.getRequestURI().getPath());
				return 201;
			}
			return (made.isEmpty()) ? 409 : 204;
		};
		store(url("/dav")).store(report("job-1"), "job-1");
		assertThat(made).containsExactly("/dav/job-1/");
		assertThat(this.received).hasSize(4);
	}

	@Test
	void aRefusalSaysWhatWasAnsweredAndNoSecret() {
		this.answer = (exchange) -> 403;
		HttpPutReportStore store = new HttpPutReportStore(
				ReportUrls.below(URI.create(url("/account/container?" + SIGNATURE))), Map.of("X-Key", "topsecret"),
				TIMEOUT);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.store(report("job-1"), "job-1"))
			.withMessage("PUT " + url("/account/container/job-1/spans.jsonl") + " was answered with 403")
			.withNoCause();
	}

	@Test
	void aReportThatWasDeletedWhileItWaitedIsNotStored() throws Exception {
		Path report = report("job-1");
		Files.delete(report.resolve("summary.json"));
		assertThatExceptionOfType(NotStoredException.class)
			.isThrownBy(() -> store(url("/container")).store(report, "job-1"))
			.withMessage("it was deleted before");
		assertThat(this.received).isEmpty();
	}

	@Test
	void aRedirectIsNotFollowed() {
		this.answer = (exchange) -> {
			exchange.getResponseHeaders().set("Location", url("/elsewhere"));
			return 307;
		};
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> store(url("/container?" + SIGNATURE)).store(report("job-1"), "job-1"))
			.withMessageContaining("307");
		assertThat(this.received).hasSize(1);
	}

	@Test
	void aServerThatHangsIsGivenUpAndOneThatIsNotThereIsSaid() throws Exception {
		this.answer = (exchange) -> await();
		HttpPutReportStore impatient = new HttpPutReportStore(ReportUrls.below(URI.create(url("/a?" + SIGNATURE))),
				Map.of(), Duration.ofMillis(50));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> impatient.store(report("job-1"), "job-1"))
			.withMessageEndingWith("had no answer within 50 ms")
			.withMessageNotContaining("secret");
		String gone = url("/a?" + SIGNATURE);
		this.hanging.countDown();
		this.server.stop(0);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> store(gone).store(report("job-1"), "job-1"))
			.withMessageNotContaining("secret");
	}

	private int await() {
		try {
			this.hanging.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return 500;
	}

	@Test
	void aHeaderThatCannotBeSentIsNotShown() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HttpPutReportStore(ReportUrls.below(URI.create("http://localhost")),
					Map.of("X-Key", "top\nsecret"), TIMEOUT))
			.withMessage("A header cannot be sent: X-Key");
	}

	@Test
	void reportsAreStoredBeforeTheEndAndAFailureIsSaidOnce() throws Exception {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(ReportLog.class);
		logger.addAppender(log);
		ReportSettings settings = ReportedJobs.settings(this.directory);
		try (ReportedJobs jobs = new ReportedJobs(settings, null, store(url("/account?" + SIGNATURE)))) {
			jobs.recorder.job("nightly", "import").id("stored").run((job) -> {
			});
			jobs.reports.finish();
			assertThat(jobs.count(Outcome.UPLOADED)).isEqualTo(1);
			this.answer = (exchange) -> 403;
			for (int i = 0; i < 3; i++) {
				jobs.recorder.job("nightly", "import").id("refused").run((job) -> {
				});
			}
			jobs.close();
			assertThat(jobs.count(Outcome.UPLOAD_FAILED)).isEqualTo(3);
			assertThat(jobs.count(Outcome.WRITTEN)).isEqualTo(4);
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.noneMatch((line) -> line.contains("secret"))
			.filteredOn((line) -> line.contains("answered with 403"))
			.isNotEmpty();
		assertThat(log.list).filteredOn((event) -> event.getLevel().toString().equals("WARN")).hasSize(1);
	}

	@Test
	void whatAnotherStoreOrASignerThrowsIsSaidByItsNameOnly() throws Exception {
		ReportUrls signer = (directory, file) -> {
			throw new IOException("no route to https://bucket/a?X-Amz-Signature=topsecret");
		};
		List<ReportStore> failing = List.of(new HttpPutReportStore(signer, Map.of(), TIMEOUT), (report, jobId) -> {
			throw new IOException("PUT https://bucket/a?sig=topsecret failed");
		}, (report, jobId) -> {
			throw new NotStoredException("the bucket is full");
		});
		List<String> lines = new ArrayList<>();
		for (ReportStore store : failing) {
			ListAppender<ILoggingEvent> log = new ListAppender<>();
			log.start();
			Logger logger = (Logger) LoggerFactory.getLogger(ReportLog.class);
			logger.addAppender(log);
			try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory), null, store)) {
				jobs.recorder.job("nightly", "import").id("job-1").run((job) -> {
				});
				jobs.close();
				assertThat(jobs.count(Outcome.UPLOAD_FAILED)).isEqualTo(1);
			}
			finally {
				logger.detachAppender(log);
			}
			log.list.forEach((event) -> lines.add(event.getFormattedMessage()));
		}
		assertThat(lines).hasSize(3).noneMatch((line) -> line.contains("secret"));
		assertThat(lines.get(0)).contains("java.io.IOException");
		assertThat(lines.get(2)).contains("the bucket is full");
	}

	@Test
	void aStoreThatHangsCostsNeitherJobsNorReportsAndEndsWithTheApplication() throws Exception {
		ReportStore never = (report, jobId) -> this.hanging.await();
		try (ReportedJobs jobs = new ReportedJobs(ReportedJobs.settings(this.directory), null, never,
				Duration.ofMillis(500))) {
			int reports = ReportUploads.MAX_WAITING + 10;
			for (int i = 0; i < reports; i++) {
				jobs.recorder.job("nightly", "import").id("job-" + i).run((job) -> {
				});
			}
			jobs.awaitWritten(reports);
			long start = System.nanoTime();
			jobs.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
			assertThat(jobs.names()).hasSize(reports);
			assertThat(jobs.count(Outcome.UPLOAD_FAILED)).isEqualTo(reports);
		}
	}

	/**
	 * What the server does with a request.
	 */
	private interface Answer {

		int to(HttpExchange exchange) throws IOException;

	}

	/**
	 * A request as it came.
	 */
	private record Received(HttpExchange exchange, String body) {

		String request() {
			return this.exchange.getRequestMethod() + " " + this.exchange.getRequestURI();
		}

		String header(String name) {
			String value = this.exchange.getRequestHeaders().getFirst(name);
			return (value != null) ? value : "";
		}

	}

}
