package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.export.HostileSpans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What earlier processes, and others, have left in the directory of a spool.
 */
class SpoolLeftoversTests {

	@TempDir
	private Path directory;

	private OpenedSpool opened;

	@BeforeEach
	void open() {
		this.opened = new OpenedSpool(this.directory);
	}

	@AfterEach
	void close() {
		this.opened.close();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aThousandFilesAreSentByAProcessThatMayOpenFewAndLeavesThoseToTheHost() throws Exception {
		this.opened.write("a", 1);
		byte[] file = Files.readAllBytes(this.opened.file(1));
		for (int i = 2; i <= 1_000; i++) {
			Files.write(this.opened.file(i), file);
		}
		this.opened.spool().close();
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process child = new ProcessBuilder("sh", "-c",
				"ulimit -n 256; exec \"$0\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp \"$1\" \"$2\" \"$3\"",
				java, System.getProperty("java.class.path"), SpoolReaderMain.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(child.getInputStream().readAllBytes());
		assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(said).contains("found 1000, sent 1000, damaged 0, host opened 50");
		assertThat(this.opened.files()).isEmpty();
	}

	@Test
	void anApplicationThatRestartsInALoopLeavesOneFile() {
		for (int i = 0; i < 30; i++) {
			this.opened.write("run" + i, 1);
			this.opened.restart();
		}
		assertThat(this.opened.files()).hasSize(1);
		assertThat(this.opened.drain()).hasSize(30);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whatIsSentIsNotSentAgainAlthoughItsFileCannotBeDeleted() throws IOException {
		this.opened.write("a", 1);
		Path file = this.opened.files().get(0);
		Files.setPosixFilePermissions(this.opened.folder(), PosixFilePermissions.fromString("r-x------"));
		try {
			// Nothing stops the superuser.
			assumeThat(Files.isWritable(this.opened.folder())).isFalse();
			assertThat(this.opened.drain()).containsExactly("a-0");
			assertThat(file).isEmptyFile();
			this.opened.restart();
			assertThat(this.opened.ledger().found()).isZero();
			assertThat(this.opened.drain()).isEmpty();
			assertThat(this.opened.damaged()).isZero();
		}
		finally {
			Files.setPosixFilePermissions(this.opened.folder(), PosixFilePermissions.fromString("rwx------"));
		}
	}

	@Test
	void namesThatAreNoneOfOursAreNotTouched() throws IOException {
		List<Path> strays = List.of(this.opened.folder().resolve("9999999999999999999.spool"),
				this.opened.folder().resolve("1.spool"), this.opened.folder().resolve("readme.txt"));
		for (Path stray : strays) {
			Files.writeString(stray, "stray");
		}
		this.opened.restart();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
		assertThat(strays).allSatisfy((stray) -> assertThat(stray).hasContent("stray"));
	}

	@Test
	void aNameThatIsTakenIsSteppedOver() throws IOException {
		Files.createDirectory(this.opened.file(1));
		Files.createDirectory(this.opened.file(2));
		this.opened.restart();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
		assertThat(this.opened.ledger().leftAlone()).hasSize(2).containsValue("not a regular file");
	}

	@Test
	void aNumberThatIsAlmostTheLastOneDoesNotStopTheSpool() throws IOException {
		Path stray = this.opened.folder().resolve("8999999999999999999.spool");
		Files.createDirectory(stray);
		this.opened.restart();
		this.opened.write("a", 1);
		this.opened.write("b", 1);
		this.opened.restart();
		assertThat(this.opened.drain()).containsExactly("a-0", "b-0");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aPipeIsNotOpened() throws Exception {
		mkfifo(this.opened.file(1));
		this.opened.restart();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
		assertThat(this.opened.file(1)).exists();
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aPipeInThePlaceOfTheLockIsNotOpened() throws Exception {
		this.opened.spool().close();
		Files.delete(this.opened.folder().resolve("lock"));
		mkfifo(this.opened.folder().resolve("lock"));
		Spool spool = new Spool(new SpoolSettings(this.directory, SpoolSettings.LEAST_SIZE, Duration.ofHours(1)),
				OpenedSpool.EXPORTER, this.opened.ledger(), this.opened.clock);
		assertThat(spool.isUsable()).isFalse();
		assertThat(spool.trouble()).hasMessageContaining("not a regular file");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aLinkIsNotFollowed() throws IOException {
		Path elsewhere = Files.writeString(this.directory.resolve("elsewhere"), "something else");
		Files.createSymbolicLink(this.opened.file(1), elsewhere);
		this.opened.restart();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
		assertThat(elsewhere).hasContent("something else");
	}

	@Test
	void filesThatAreThereBeforeADirectoryComesBackAreNotCountedTwice() throws IOException {
		this.opened.write("a", 1);
		this.opened.write("b", 2);
		this.opened.restart();
		Path away = this.directory.resolve("away");
		for (int i = 0; i < 5; i++) {
			Files.move(this.opened.folder(), away);
			Files.createFile(this.opened.folder());
			assertThat(this.opened.spool().isUsable()).isFalse();
			assertThat(this.opened.spool().oldest()).isNull();
			Files.delete(this.opened.folder());
			Files.move(away, this.opened.folder());
			this.opened.pass(Duration.ofSeconds(2));
			assertThat(this.opened.spool().isUsable()).isTrue();
		}
		assertThat(this.opened.ledger().found()).isEqualTo(3);
		assertThat(this.opened.drain()).containsExactly("a-0", "b-0", "b-1");
		assertThat(this.opened.damaged()).isZero();
	}

	@Test
	void aBatchThatCannotBeWrittenForItsContentIsNoTroubleOfTheDisk() {
		SpanData deep = HostileSpans.withValue("deep", HostileSpans.deep(5_000));
		assertThat(this.opened.spool().write(List.of(deep))).isNull();
		assertThat(this.opened.spool().isUsable()).isTrue();
		assertThat(this.opened.spool().trouble()).isNull();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
	}

	@Test
	void whateverASpanThrowsWhileItIsWrittenIsNoTroubleOfTheDisk() {
		SpanData throwing = new DelegatingSpanData(HostileSpans.plain("a")) {

			@Override
			public String getName() {
				throw new StackOverflowError();
			}

		};
		assertThat(this.opened.spool().write(List.of(throwing))).isNull();
		this.opened.write("a", 1);
		assertThat(this.opened.drain()).containsExactly("a-0");
	}

	@Test
	void anInterruptFailsNoBatch() {
		Thread.currentThread().interrupt();
		this.opened.write("a", 1);
		Thread.currentThread().interrupt();
		assertThat(this.opened.drain()).containsExactly("a-0");
	}

	private static void mkfifo(Path path) throws Exception {
		assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
	}

}
