package dev.telemetry.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import org.slf4j.MDC;

/**
 * What telemetry may leave on a thread: the MDC and the OpenTelemetry context.
 *
 * @param mdc the MDC, empty when there is none
 * @param context the current context
 */
record ThreadState(Map<String, String> mdc, Context context) {

	static final ThreadState CLEAN = new ThreadState(Map.of(), Context.root());

	static ThreadState ofCurrentThread() {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return new ThreadState((mdc != null) ? mdc : Map.of(), Context.current());
	}

	/**
	 * Tells what differs from this state on the current thread.
	 * @return one sentence for each leak
	 */
	List<String> leaksOfCurrentThread() {
		ThreadState now = ofCurrentThread();
		String thread = Thread.currentThread().getName();
		List<String> leaks = new ArrayList<>();
		if (!now.mdc.equals(this.mdc)) {
			leaks.add("MDC of thread '%s': expected %s but was %s".formatted(thread, this.mdc, now.mdc));
		}
		if (!now.context.equals(this.context)) {
			leaks.add("OpenTelemetry context of thread '%s': expected %s but was %s, a scope was not closed"
				.formatted(thread, this.context, now.context));
		}
		return leaks;
	}

	void restoreOnCurrentThread() {
		MDC.clear();
		this.mdc.forEach(MDC::put);
		// The scope that leaked is out of reach, so this one stays open in its place.
		ContextStorage.get().attach(this.context);
	}

}
