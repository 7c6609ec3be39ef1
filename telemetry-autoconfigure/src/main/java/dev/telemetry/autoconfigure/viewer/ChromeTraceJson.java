package dev.telemetry.autoconfigure.viewer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.telemetry.view.SpanTitle;
import dev.telemetry.view.ViewedSpan;
import dev.telemetry.view.ViewedTrace;

/**
 * Converts a trace to the format of Chrome's tracing tools: a process for each service,
 * with as many lanes as needed so that no two spans of a lane overlap partially, which
 * those tools cannot draw.
 */
final class ChromeTraceJson {

	private static final String PROCESS = "pid";

	private static final String LANE = "tid";

	private final Map<String, ServiceLanes> processes = new LinkedHashMap<>();

	private final List<Map<String, Object>> events = new ArrayList<>();

	private ChromeTraceJson() {
	}

	static Map<String, Object> of(ViewedTrace trace) {
		ChromeTraceJson json = new ChromeTraceJson();
		trace.spans()
			.stream()
			.sorted(Comparator.comparingLong(ViewedSpan::getStartEpochNanos)
				.thenComparing(Comparator.comparingLong(ViewedSpan::getEndEpochNanos).reversed()))
			.forEach(json::add);
		return Map.of("traceEvents", json.events, "displayTimeUnit", "ms");
	}

	private void add(ViewedSpan span) {
		ServiceLanes process = this.processes.get(span.service());
		if (process == null) {
			process = new ServiceLanes(this.processes.size() + 1, new ArrayList<>());
			this.processes.put(span.service(), process);
			this.events.add(event("process_name", "M", process.id(), 0, Map.of("name", span.service())));
		}
		Map<String, Object> arguments = AttributeJson.of(span.getAttributes());
		arguments.put("spanId", span.getSpanId());
		Map<String, Object> event = event(SpanTitle.of(span), "X", process.id(), process.lane(span), arguments);
		event.put("cat", span.getName());
		event.put("ts", JsonFields.micros(span.getStartEpochNanos()));
		event.put("dur", JsonFields.micros(Math.max(0, span.getEndEpochNanos() - span.getStartEpochNanos())));
		this.events.add(event);
	}

	private static Map<String, Object> event(String name, String phase, int process, int lane,
			Map<String, Object> arguments) {
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("name", name);
		event.put("ph", phase);
		event.put(PROCESS, process);
		event.put(LANE, lane);
		event.put("args", arguments);
		return event;
	}

	/**
	 * A service.
	 *
	 * @param id number of the service
	 * @param lanes the ends of the spans that are open in each lane, the innermost first
	 */
	private record ServiceLanes(int id, List<Deque<Long>> lanes) {

		int lane(ViewedSpan span) {
			for (int i = 0; i < this.lanes.size(); i++) {
				if (enters(span, this.lanes.get(i))) {
					return i + 1;
				}
			}
			Deque<Long> lane = new ArrayDeque<>();
			lane.push(span.getEndEpochNanos());
			this.lanes.add(lane);
			return this.lanes.size();
		}

		private static boolean enters(ViewedSpan span, Deque<Long> lane) {
			while (!lane.isEmpty() && lane.element() <= span.getStartEpochNanos()) {
				lane.pop();
			}
			if (!lane.isEmpty() && lane.element() < span.getEndEpochNanos()) {
				return false;
			}
			lane.push(span.getEndEpochNanos());
			return true;
		}

	}

}
