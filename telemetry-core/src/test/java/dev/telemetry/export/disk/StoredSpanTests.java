package dev.telemetry.export.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.export.OtlpWire;
import dev.telemetry.health.SpanCopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoredSpanTests {

	@Test
	void aSpanThatWasStoredIsSentAsItWouldHaveBeen() throws IOException {
		List<SpanData> spans = HostileSpans.all();
		List<SpanData> read = SpanReader.read(SpanWriter.write(spans));
		assertThat(OtlpWire.sent(read)).containsExactlyInAnyOrderElementsOf(OtlpWire.sent(spans));
		assertThat(read.get(0).getParentSpanContext()).isEqualTo(spans.get(0).getParentSpanContext());
		assertThat(read.get(0).getInstrumentationScopeInfo()).isEqualTo(spans.get(0).getInstrumentationScopeInfo());
		assertThat(read).allMatch(SpanData::hasEnded);
	}

	@Test
	void aSpanThatNoLongerHoldsItsExceptionsIsSentAsItWouldHaveBeen() {
		List<SpanData> spans = HostileSpans.all();
		List<SpanData> copies = spans.stream().map(SpanCopy::withoutExceptions).toList();
		assertThat(copies).anyMatch(SpanCopy.class::isInstance);
		assertThat(OtlpWire.sent(copies)).containsExactlyInAnyOrderElementsOf(OtlpWire.sent(spans));
	}

	@Test
	void allMembersOfATraceStateAreStoredInTheirOrder() throws IOException {
		Map<String, String> members = new LinkedHashMap<>();
		for (String key : List.of("0af", "tenant@vendor", "a/b", "9")) {
			members.put(key, "of " + key);
		}
		SpanData span = HostileSpans.below(new StoredTraceState(members));
		SpanData read = SpanReader.read(SpanWriter.write(List.of(span))).get(0);
		assertThat(read.getSpanContext().getTraceState().asMap().keySet()).containsExactlyElementsOf(members.keySet());
		assertThat(OtlpWire.sent(List.of(read))).isEqualTo(OtlpWire.sent(List.of(span)));
	}

	@Test
	void spansShareTheirResource() throws IOException {
		int one = SpanWriter.write(HostileSpans.numbered("s", 1)).length;
		assertThat(SpanWriter.write(HostileSpans.numbered("s", 10)).length).isLessThan(4 * one);
	}

	@Test
	void whatIsCutOffCannotBeRead() throws IOException {
		byte[] bytes = SpanWriter.write(HostileSpans.all());
		for (int length = 0; length < bytes.length; length += 7) {
			byte[] cut = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> SpanReader.read(cut));
		}
	}

	@Test
	void whatIsDamagedIsReadOrNotButDoesNoHarm() throws IOException {
		byte[] bytes = SpanWriter.write(HostileSpans.numbered("s", 1));
		for (int i = 0; i < bytes.length; i++) {
			byte[] damaged = bytes.clone();
			damaged[i] ^= (byte) 0x80;
			try {
				assertThat(SpanReader.read(damaged)).hasSizeLessThanOrEqualTo(bytes.length);
			}
			catch (IOException ex) {
				assertThat(ex).isNotNull();
			}
		}
	}

	@Test
	void anotherFormatIsNotRead() throws IOException {
		byte[] bytes = SpanWriter.write(HostileSpans.numbered("s", 1));
		bytes[0] = 2;
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> SpanReader.read(bytes));
	}

}
