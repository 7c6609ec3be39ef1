package dev.telemetry.autoconfigure.viewer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.MediaType;

import dev.telemetry.autoconfigure.viewer.TraceQuery.InvalidParameterException;
import dev.telemetry.autoconfigure.viewer.ViewerHeaders.Download;
import dev.telemetry.export.local.OtlpJson;
import dev.telemetry.view.RecentTraces;
import dev.telemetry.view.ViewedTrace;

/**
 * {@link WebEndpoint @WebEndpoint} that shows recent traces: a page for browsers, JSON
 * for all other clients. Read-only. Parts of a path are looked up only in the store.
 */
@WebEndpoint(id = ViewerPath.ID, defaultAccess = Access.NONE)
final class TracesEndpoint {

	private static final String LIVE = "live";

	private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

	private static final Map<String, Object> NOT_HERE = Map.of("error", "There is no trace with this id here: it was"
			+ " not kept, newer ones have pushed it out, or it belongs to another service.");

	private final TraceViewer viewer;

	private final LiveJson live;

	private final ViewerPeers peers;

	private final ViewerPage page;

	TracesEndpoint(TraceViewer viewer, LiveJson live, ViewerPeers peers, ViewerPage page) {
		this.viewer = viewer;
		this.live = live;
		this.peers = peers;
		this.page = page;
	}

	/**
	 * Lists traces.
	 * @param q the search expression
	 * @param errors whether to list failed traces only
	 * @param reason why a trace was kept
	 * @param minDuration the shortest duration
	 * @param maxDuration the longest duration
	 * @param from the earliest start
	 * @param to the latest start
	 * @param after cursor of an earlier answer
	 * @param limit the largest number of traces
	 */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> list(@Nullable String q, @Nullable String errors, @Nullable String reason,
			@Nullable String minDuration, @Nullable String maxDuration, @Nullable String from, @Nullable String to,
			@Nullable String after, @Nullable String limit) {
		try {
			return new WebEndpointResponse<>(
					json(list(TraceQuery.of(q, errors, reason, minDuration, maxDuration, from, to, after, limit))));
		}
		catch (InvalidParameterException ex) {
			return invalid(ex);
		}
	}

	private Map<String, Object> list(TraceQuery query) {
		RecentTraces traces = this.viewer.traces();
		long cursor = traces.cursor();
		List<ViewedTrace> matching = traces.changedAfter(query.filter().after())
			.stream()
			.filter(query.filter()::match)
			.toList();
		Map<String, Object> list = new LinkedHashMap<>();
		list.put("service", this.live.service());
		list.put("cursor", cursor);
		list.put("matched", matching.size());
		list.put("traces", matching.stream().limit(query.limit()).map(TraceJson::item).toList());
		return list;
	}

	/**
	 * Shows the page.
	 */
	@ReadOperation(produces = MediaType.TEXT_HTML_VALUE)
	WebEndpointResponse<byte[]> page() {
		// Written as bytes: the encoding of a text would depend on the converters of
		// the application.
		return new WebEndpointResponse<>(this.page.html().getBytes(StandardCharsets.UTF_8),
				WebEndpointResponse.STATUS_OK, MediaType.TEXT_HTML);
	}

	/**
	 * Shows a trace, or the live state.
	 * @param name id of the trace, or {@code live}
	 * @param peers whether to ask other instances for their parts
	 */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> trace(@Selector String name, @Nullable String peers) {
		if (name.equals(LIVE)) {
			return new WebEndpointResponse<>(json(this.live.describe()));
		}
		try {
			PeerParts found = find(name, TraceQuery.truth("peers", peers, true));
			if (found == null) {
				return new WebEndpointResponse<>(json(NOT_HERE), WebEndpointResponse.STATUS_NOT_FOUND);
			}
			Map<String, Object> detail = TraceJson.detail(found.trace(), this.viewer.traces()::contains);
			detail.put("peers", found.answers());
			return new WebEndpointResponse<>(json(detail));
		}
		catch (InvalidParameterException ex) {
			return invalid(ex);
		}
	}

	/**
	 * Shows a trace in another format.
	 * @param name id of the trace
	 * @param format {@code otlp} or {@code chrome}
	 */
	@ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
	WebEndpointResponse<Object> download(@Selector String name, @Selector String format) {
		PeerParts found = (format.equals(Download.OTLP.segment()) || format.equals(Download.CHROME.segment()))
				? find(name, true) : null;
		if (found == null) {
			return new WebEndpointResponse<>(json(NOT_HERE), WebEndpointResponse.STATUS_NOT_FOUND);
		}
		ViewedTrace trace = found.trace();
		return new WebEndpointResponse<>((format.equals(Download.OTLP.segment()))
				? OtlpJson.of(List.copyOf(trace.spans())) : json(ChromeTraceJson.of(trace)));
	}

	private @Nullable PeerParts find(String traceId, boolean askPeers) {
		if (!TRACE_ID.matcher(traceId).matches()) {
			return null;
		}
		ViewedTrace own = this.viewer.traces().find(traceId);
		PeerParts found = (askPeers) ? this.peers.ask(traceId, own) : new PeerParts(own, List.of());
		return (found.isEmpty()) ? null : found;
	}

	private static WebEndpointResponse<Map<String, Object>> invalid(InvalidParameterException ex) {
		return new WebEndpointResponse<>(
				json(Map.of("error", String.valueOf(ex.getMessage()), "allowed", ex.allowed())),
				WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	// Written with the JSON mapper of actuator, whatever that of the application is.
	private static Map<String, Object> json(Map<String, Object> body) {
		return OperationResponseBody.of(body);
	}

}
