package dev.telemetry.sample.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as the endpoint does, with the page, its policy, and whatever JSON a test
 * wants. Thread-safe.
 */
final class ViewerServer implements AutoCloseable {

	static final String PATH = "/act/traces";

	private static final Pattern POLICY = Pattern.compile("Security-Policy\" content=\"([^\"]*)");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Answer NOT_HERE = new Answer(404,
			"{\"error\": \"There is no trace with this id here.\"}".getBytes(StandardCharsets.UTF_8));

	private final String page = read();

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final List<String> queries = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final HttpServer server;

	ViewerServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
		live(ViewedTraces.live());
		list();
	}

	String address() {
		return "http://localhost:" + this.server.getAddress().getPort() + PATH;
	}

	/**
	 * The queries of the list so far.
	 */
	List<String> queries() {
		return this.queries;
	}

	void live(Map<String, ?> live) {
		answer("/live", 200, live);
	}

	/**
	 * Answers with these, as a list and one by one. An older list with a cursor gets
	 * nothing new.
	 */
	@SafeVarargs
	final void list(Map<String, Object>... traces) {
		List<Map<String, Object>> list = new ArrayList<>();
		for (Map<String, Object> trace : traces) {
			list.add(trace);
		}
		list(list);
	}

	void list(List<Map<String, Object>> traces) {
		answer("", 200, Map.of("service", "shop", "cursor", 1000, "matched", traces.size(), "traces", traces));
		traces.forEach((trace) -> answer("/" + trace.get("traceId"), 200, trace));
	}

	void answer(String path, int status, Object json) {
		answerText(path, status, JSON.writeValueAsString(json));
	}

	void answerText(String path, int status, String body) {
		this.answers.put(path, new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * The page with data inside, as a report has it.
	 */
	static String report(Object json) {
		String start = "<script type=\"application/json\" id=\"data\">";
		return read().replace(start, start + JSON.writeValueAsString(json).replace("<", "\\u003c"));
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			if (path.equals(PATH) && accepts(exchange, "text/html")) {
				send(exchange, 200, "text/html", this.page.getBytes(StandardCharsets.UTF_8));
				return;
			}
			if (path.equals(PATH)) {
				this.queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
			}
			String below = path.startsWith(PATH) ? path.substring(PATH.length()) : path;
			Answer answer = this.answers.getOrDefault(below + "?" + exchange.getRequestURI().getRawQuery(),
					this.answers.getOrDefault(below, NOT_HERE));
			send(exchange, answer.status(), "application/json", answer.body());
		}
	}

	private static boolean accepts(HttpExchange exchange, String type) {
		String accept = exchange.getRequestHeaders().getFirst("Accept");
		return accept != null && accept.contains(type);
	}

	private void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		Matcher policy = POLICY.matcher(this.page);
		if (!policy.find()) {
			throw new IllegalStateException("The page has no policy");
		}
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.getResponseHeaders().set("Content-Security-Policy", policy.group(1) + "; frame-ancestors 'none'");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	private static String read() {
		try (InputStream page = Objects.requireNonNull(
				ViewerServer.class.getResourceAsStream("/dev/telemetry/autoconfigure/viewer/traces.html"))) {
			return new String(page.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private record Answer(int status, byte[] body) {

	}

}
