package dev.telemetry.export.disk;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.telemetry.export.SpoolLedger;
import dev.telemetry.health.LossReason;

/**
 * Empties the spool in the directory that is its argument, after it has opened fifty
 * files of its own, and says what it found.
 */
public final class SpoolReaderMain {

	private SpoolReaderMain() {
	}

	/**
	 * Reads.
	 * @param args directory
	 * @throws Exception if the host cannot open its files
	 */
	public static void main(String[] args) throws Exception {
		SpoolLedger ledger = new SpoolLedger();
		Spool spool = new Spool(new SpoolSettings(Path.of(args[0]), 1 << 26, Duration.ofHours(1)), OpenedSpool.EXPORTER,
				ledger, Clock.systemUTC());
		if (!spool.isUsable()) {
			throw new IllegalStateException(spool.trouble());
		}
		List<InputStream> ofTheHost = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			ofTheHost.add(Files.newInputStream(Path.of(args[0], OpenedSpool.EXPORTER, "lock")));
		}
		int sent = 0;
		for (SpoolEntry entry = spool.oldest(); entry != null; entry = spool.oldest()) {
			sent += (spool.read(entry) != null) ? 1 : 0;
			spool.remove(entry);
		}
		new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
			.println("found " + ledger.found() + ", sent " + sent + ", damaged " + ledger.lost(LossReason.SPOOL_DAMAGED)
					+ ", host opened " + ofTheHost.size());
	}

}
