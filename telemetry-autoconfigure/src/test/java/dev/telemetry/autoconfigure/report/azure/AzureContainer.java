package dev.telemetry.autoconfigure.report.azure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.azure.storage.blob.BlobContainerClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server that takes what is put, as Azure would, and answers as it is told to.
 */
final class AzureContainer implements AutoCloseable {

	private static final String SIGNATURE = "sv=2021-12-02&sig=topsecret";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	private final HttpServer server;

	/** What was put, as type, path and body. */
	final List<String> blobs = Collections.synchronizedList(new ArrayList<>());

	volatile int status = 201;

	volatile boolean hanging;

	AzureContainer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.blobs.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("x-ms-blob-type") + " "
				+ exchange.getRequestHeaders().getFirst("x-ms-blob-content-type") + " "
				+ exchange.getRequestURI().getRawPath() + " " + body.strip());
		if (this.hanging) {
			awaitEnd();
		}
		exchange.getResponseHeaders().set("x-ms-error-code", "topsecret");
		exchange.sendResponseHeaders(this.status, -1);
		exchange.close();
	}

	private void awaitEnd() {
		try {
			this.end.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/account/results?" + SIGNATURE;
	}

	BlobContainerClient client() {
		return JdkAzureHttp.container(url());
	}

	@Override
	public void close() {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
