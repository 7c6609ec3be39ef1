package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalTraceTests {

	@Test
	void aTraceThatHadToMakeRoomStaysClosedWhenALateSpanOfItEnds() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			ReadableSpan root = (ReadableSpan) provider.get("test").spanBuilder("request").startSpan();
			LocalTrace trace = new LocalTrace(new RootState(root, null), 0);
			SpanBudget room = new SpanBudget(10);
			trace.enterRoot();
			trace.enter("0000000000000001", 10, room);
			trace.close(room);

			trace.leave(room);

			assertThat(trace.enter("0000000000000002", 10, room)).isEqualTo(Admittance.CLOSED);
		}
	}

}
