package dev.telemetry.export.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.export.HostileSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Standard streams that fail for a while: a print stream remembers that for ever.
 */
class BrokenStreamTests {

	private final Device device = new Device();

	private final PrintStream out = new PrintStream(this.device, false, StandardCharsets.UTF_8);

	@ParameterizedTest
	@EnumSource
	void isUsedAgainAfterAFailedWrite(Kind kind) {
		SpanExporter exporter = kind.create(this.out, this.device);
		this.device.full = true;
		assertThat(export(exporter, "a")).isFalse();
		assertThat(export(exporter, "b")).isFalse();
		this.device.full = false;
		assertThat(export(exporter, "c")).isTrue();
		assertThat(this.device.text()).contains("c-0").doesNotContain("b-0");
	}

	@ParameterizedTest
	@EnumSource
	void tellsEveryLaterFailureToo(Kind kind) {
		SpanExporter exporter = kind.create(this.out, this.device);
		for (int i = 0; i < 3; i++) {
			this.device.full = true;
			assertThat(export(exporter, "lost")).isFalse();
			this.device.full = false;
			assertThat(export(exporter, "kept")).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheApplicationFailedToPrintIsNoFailureOfSpans(Kind kind) {
		SpanExporter exporter = kind.create(this.out, this.device);
		this.device.full = true;
		this.out.println("of the application");
		this.out.flush();
		this.device.full = false;
		assertThat(export(exporter, "a")).isTrue();
		assertThat(this.device.text()).contains("a-0");
	}

	@ParameterizedTest
	@EnumSource
	void aTornLineDoesNotSpoilTheNext(Kind kind) {
		SpanExporter exporter = kind.create(this.out, this.device);
		this.device.full = true;
		assertThat(export(exporter, "a")).isFalse();
		this.device.tears = true;
		assertThat(export(exporter, "b")).isFalse();
		this.device.full = false;
		assertThat(export(exporter, "c")).isTrue();
		assertThat(this.device.text().lines().filter((line) -> line.contains("c-0"))).singleElement()
			.asString()
			.matches("(c-0 |TELEMETRY:|\\{).*");
	}

	@ParameterizedTest
	@EnumSource
	void withoutAWayAroundItWhatCannotBeKnownIsNotLost(Kind kind) {
		SpanExporter exporter = kind.create(this.out);
		this.device.full = true;
		assertThat(export(exporter, "a")).isFalse();
		this.device.full = false;
		assertThat(export(exporter, "b")).isTrue();
		assertThat(this.device.text()).contains("b-0");
	}

	private static boolean export(SpanExporter exporter, String name) {
		return exporter.export(HostileSpans.numbered(name, 1)).isSuccess();
	}

	private enum Kind {

		STDERR {

			@Override
			SpanExporter create(PrintStream out, OutputStream direct) {
				return new StderrSpanExporter(new LastingStream(out, direct), null);
			}

			@Override
			SpanExporter create(PrintStream out) {
				return new StderrSpanExporter(out);
			}

		},

		JSON_CONSOLE {

			@Override
			SpanExporter create(PrintStream out, OutputStream direct) {
				return new ConsoleSpanExporter(new LastingStream(out, direct), true);
			}

			@Override
			SpanExporter create(PrintStream out) {
				return ConsoleSpanExporter.json(out);
			}

		},

		CONSOLE {

			@Override
			SpanExporter create(PrintStream out, OutputStream direct) {
				return new ConsoleSpanExporter(new LastingStream(out, direct), false);
			}

			@Override
			SpanExporter create(PrintStream out) {
				return new ConsoleSpanExporter(out);
			}

		};

		abstract SpanExporter create(PrintStream out, OutputStream direct);

		abstract SpanExporter create(PrintStream out);

	}

	/**
	 * Where streams lead to, which has no room at times.
	 */
	private static final class Device extends OutputStream {

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		private boolean full;

		private boolean tears;

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (this.full) {
				this.written.write(bytes, offset, (this.tears) ? length / 2 : 0);
				throw new IOException("No space left on device");
			}
			this.written.write(bytes, offset, length);
		}

		String text() {
			return this.written.toString(StandardCharsets.UTF_8);
		}

	}

}
