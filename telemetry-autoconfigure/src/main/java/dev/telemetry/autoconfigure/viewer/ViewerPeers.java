package dev.telemetry.autoconfigure.viewer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

import dev.telemetry.view.ViewedSpan;
import dev.telemetry.view.ViewedTrace;

/**
 * Asks the viewers of other services for their parts of a trace: all at the same time,
 * for at most two seconds, and in such a way that they do not ask others in turn. Only
 * configured addresses are called, and redirects are not followed. Thread safe.
 */
final class ViewerPeers {

	private static final int OK = 200;

	private static final int NOT_FOUND = 404;

	private static final Set<Integer> REFUSED = Set.of(401, 403);

	private final List<URI> peers;

	private final Map<String, String> headers;

	private final Duration timeout;

	private final int maxBytes;

	private volatile @Nullable HttpClient client;

	/**
	 * Creates peers.
	 * @param peers addresses of their endpoints
	 * @param headers headers of each request
	 * @param timeout how long all of them may take
	 * @param maxBytes maximum length of each answer, in bytes
	 */
	ViewerPeers(List<URI> peers, Map<String, String> headers, Duration timeout, int maxBytes) {
		this.peers = List.copyOf(peers);
		this.headers = headers;
		this.timeout = timeout;
		this.maxBytes = maxBytes;
	}

	/**
	 * Returns the addresses of the peers.
	 */
	List<String> urls() {
		return this.peers.stream().map(URI::toString).toList();
	}

	/**
	 * Asks all peers.
	 * @param traceId id of the trace
	 * @param own the part of this instance, or {@code null} if it has none
	 */
	PeerParts ask(String traceId, @Nullable ViewedTrace own) {
		List<CompletableFuture<Answer>> asked = this.peers.stream().map((peer) -> ask(peer, traceId)).toList();
		ViewedTrace all = own;
		List<Map<String, Object>> answers = new ArrayList<>();
		for (CompletableFuture<Answer> future : asked) {
			Answer answer = future.join();
			ViewedTrace part = (answer.trace() != null) ? added(all, answer.trace()) : null;
			if (part != null) {
				all = ((all != null) ? all : ViewedTrace.empty(traceId)).merged(part);
			}
			answers.add(answer.describe((part != null) ? part.spans().size() : 0));
		}
		return new PeerParts(all, answers);
	}

	// A peer that is this instance itself has nothing to add.
	private static @Nullable ViewedTrace added(@Nullable ViewedTrace known, ViewedTrace part) {
		Set<String> ids = new HashSet<>();
		if (known != null) {
			known.spans().forEach((span) -> ids.add(span.getSpanId()));
		}
		List<ViewedSpan> spans = part.spans().stream().filter((span) -> !ids.contains(span.getSpanId())).toList();
		return (spans.isEmpty()) ? null : new ViewedTrace(part.traceId(), spans, part.logs(), part.verdicts(),
				part.leftOutSpans(), part.leftOutLogs(), 0, 0);
	}

	private CompletableFuture<Answer> ask(URI peer, String traceId) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(peer + "/" + traceId + "?peers=false"))
			.timeout(this.timeout)
			.header("Accept", "application/json");
		this.headers.forEach(request::setHeader);
		CompletableFuture<HttpResponse<byte[]>> exchange = client().sendAsync(request.build(),
				(information) -> new BoundedBody(this.maxBytes));
		return exchange.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.thenApply((response) -> read(peer, traceId, response))
			.exceptionally((failure) -> failed(peer, exchange, failure));
	}

	private static Answer read(URI peer, String traceId, HttpResponse<byte[]> response) {
		if (response.statusCode() == NOT_FOUND) {
			return new Answer(peer, "none", "It has nothing of this trace.", null);
		}
		if (REFUSED.contains(response.statusCode())) {
			return new Answer(peer, "refused",
					"It does not let this application read: HTTP " + response.statusCode() + ".", null);
		}
		if (response.statusCode() != OK) {
			return new Answer(peer, "failed", "It answered HTTP " + response.statusCode() + ".", null);
		}
		String body = new String(response.body(), StandardCharsets.UTF_8);
		ViewedTrace trace = new PeerTraceReader(traceId).read(JsonParserFactory.getJsonParser().parseMap(body));
		return new Answer(peer, "found", "", trace);
	}

	private static Answer failed(URI peer, CompletableFuture<?> exchange, Throwable failure) {
		exchange.cancel(true);
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException) {
			return new Answer(peer, "timeout", "It did not answer in time.", null);
		}
		if (cause instanceof BoundedBody.TooLargeException) {
			return new Answer(peer, "too_large", "It has more of this trace than is read.", null);
		}
		return new Answer(peer, "failed", "It could not be asked: " + cause.getClass().getSimpleName() + ".", null);
	}

	private HttpClient client() {
		HttpClient made = this.client;
		if (made == null) {
			made = HttpClient.newBuilder()
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.timeout)
				.build();
			this.client = made;
		}
		return made;
	}

	/**
	 * The answer of a peer.
	 */
	private record Answer(URI peer, String state, String text, @Nullable ViewedTrace trace) {

		Map<String, Object> describe(int spans) {
			Map<String, Object> description = new LinkedHashMap<>();
			description.put("url", this.peer.toString());
			description.put("state", this.state);
			description.put("spanCount", spans);
			description.put("text", (this.trace != null) ? spans + " spans came from there." : this.text);
			return description;
		}

	}

}
