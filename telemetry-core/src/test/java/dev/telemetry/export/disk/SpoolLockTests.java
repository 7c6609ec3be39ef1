package dev.telemetry.export.disk;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpoolLockTests {

	@TempDir
	private Path directory;

	@Test
	void aSecondContextOfThisProcessDoesNotLoseTheLockOfTheFirst() throws Exception {
		try (DirectoryLock first = DirectoryLock.acquire(this.directory)) {
			assertThat(first).isNotNull();
			assertThatExceptionOfType(DirectoryLock.SpoolInUseException.class)
				.isThrownBy(() -> DirectoryLock.acquire(this.directory))
				.withMessageContaining("this process");
			assertThat(anotherProcess()).contains("Another process uses");
		}
		assertThat(anotherProcess()).contains("locked");
	}

	@Test
	void aLinkToTheDirectoryIsTheSameDirectory() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolveSibling("link" + System.nanoTime()), this.directory);
		try (DirectoryLock first = DirectoryLock.acquire(this.directory)) {
			assertThat(first).isNotNull();
			assertThatExceptionOfType(DirectoryLock.SpoolInUseException.class)
				.isThrownBy(() -> DirectoryLock.acquire(link));
		}
		finally {
			Files.delete(link);
		}
	}

	@Test
	void theNextOneGetsItWhenTheFirstIsClosed() throws Exception {
		DirectoryLock.acquire(this.directory).close();
		DirectoryLock.acquire(this.directory).close();
		assertThat(System.getProperties().stringPropertyNames()).noneMatch((name) -> name.contains("in-use"));
	}

	private String anotherProcess() throws Exception {
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx32m", "-cp", System.getProperty("java.class.path"),
				LockMain.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(child.getInputStream().readAllBytes());
		assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return said;
	}

	/**
	 * Tries to lock the directory that is its argument, and says whether it could.
	 */
	public static final class LockMain {

		private LockMain() {
		}

		/**
		 * Locks.
		 * @param args directory
		 * @throws Exception if it cannot
		 */
		public static void main(String[] args) throws Exception {
			try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]))) {
				new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
					.println("locked");
			}
		}

	}

}
