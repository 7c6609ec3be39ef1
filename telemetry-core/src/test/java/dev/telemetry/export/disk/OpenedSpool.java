package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.export.ManualClock;
import dev.telemetry.export.SpoolLedger;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A spool in a directory, that tells what it does, with a clock that is set and a time
 * that passes. Reopening it stands for a restart.
 */
final class OpenedSpool implements AutoCloseable {

	static final Duration MAX_AGE = Duration.ofHours(24);

	static final String EXPORTER = "otlp";

	final ManualClock clock = new ManualClock();

	private final Path directory;

	private SpoolLedger ledger = new SpoolLedger();

	private long nanos;

	private Spool spool;

	OpenedSpool(Path directory) {
		this.directory = directory;
		this.spool = create();
		assertThat(this.spool.isUsable()).isTrue();
	}

	private Spool create() {
		return new Spool(new SpoolSettings(this.directory, SpoolSettings.LEAST_SIZE, MAX_AGE), EXPORTER, this.ledger,
				this.clock, () -> this.nanos);
	}

	Spool spool() {
		return this.spool;
	}

	SpoolLedger ledger() {
		return this.ledger;
	}

	/**
	 * Lets time pass without the clock showing it.
	 */
	void pass(Duration time) {
		this.nanos += time.toNanos();
	}

	/**
	 * Closes the spool, and opens it as the next process does, which counts from zero.
	 */
	void restart() {
		this.spool.close();
		this.ledger = new SpoolLedger();
		this.spool = create();
		assertThat(this.spool.isUsable()).isTrue();
	}

	SpoolEntry write(String name, int spans) {
		SpoolEntry entry = this.spool.write(HostileSpans.numbered(name, spans));
		assertThat(entry).isNotNull();
		return entry;
	}

	List<String> drain() {
		List<String> names = new ArrayList<>();
		for (SpoolEntry entry = this.spool.oldest(); entry != null; entry = this.spool.oldest()) {
			List<SpanData> spans = this.spool.read(entry);
			if (spans != null) {
				spans.forEach((span) -> names.add(span.getName()));
				this.spool.remove(entry);
			}
		}
		return names;
	}

	int damaged() {
		return this.ledger.lost(LossReason.SPOOL_DAMAGED);
	}

	int expired() {
		return this.ledger.lost(LossReason.SPOOL_EXPIRED);
	}

	Path folder() {
		return this.directory.resolve(EXPORTER);
	}

	/**
	 * A file with the name of a file of the spool.
	 */
	Path file(int number) {
		return folder().resolve(String.format("%019d.spool", number));
	}

	List<Path> files() {
		try (Stream<Path> files = Files.list(folder())) {
			return files.filter((file) -> file.toString().endsWith(".spool")).sorted().toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.spool.close();
	}

}
