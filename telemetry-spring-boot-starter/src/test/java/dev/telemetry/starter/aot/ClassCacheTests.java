package dev.telemetry.starter.aot;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.starter.application.StartMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.starter.process.Extent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of docs/start-up.md: JDK 25's AOT cache, or an archive of classes before it.
 */
@EnabledIfSystemProperty(named = Extent.ALL, matches = "true")
class ClassCacheTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(120);

	private static final boolean AOT_CACHE = Runtime.version().feature() >= 25;

	private static final ClassPath CLASS_PATH = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			ClassPath.STARTER);

	@TempDir
	private Path folder;

	@Test
	void aTrainingRunMakesACacheThatAStartTakesTheClassesOfTelemetryFrom() throws Exception {
		String jars = jars();
		Path cache = this.folder.resolve("app.cache");
		run("cache-train", jars, ((AOT_CACHE) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache,
				"-Dspring.context.exit=onRefresh");
		assertThat(cache).isNotEmptyFile();
		Path log = this.folder.resolve("classes.log");
		List<String> output = run("cache-start", jars,
				((AOT_CACHE) ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache, "-Xlog:class+load:file=" + log);
		assertThat(output).contains(StartMain.STARTED).anyMatch((line) -> line.contains("Telemetry is on"));
		List<String> ours = Files.readAllLines(log)
			.stream()
			.filter((line) -> line.contains(" dev.telemetry."))
			.toList();
		assertThat(ours).hasSizeGreaterThan(200);
		assertThat(ours.stream().filter((line) -> line.contains("shared objects file")))
			.hasSizeGreaterThan(ours.size() * 9 / 10);
	}

	private static List<String> run(String name, String jars, String... options) throws Exception {
		List<String> arguments = new ArrayList<>(List.of("-cp", jars));
		arguments.addAll(List.of(options));
		return new ChildProcess(name, CLASS_PATH, arguments, StartMain.class, List.of("--telemetry.enabled=true",
				"--telemetry.otel.endpoint=http://localhost:4318", "--server.port=0"))
			.run(TIMEOUT);
	}

	// A cache is made of jars only.
	private String jars() throws IOException {
		List<String> jars = new ArrayList<>();
		for (String entry : CLASS_PATH.argument().split(File.pathSeparator)) {
			Path path = Path.of(entry);
			jars.add(String.valueOf((Files.isDirectory(path)) ? packed(path, jars.size()) : path));
		}
		return String.join(File.pathSeparator, jars);
	}

	private Path packed(Path classes, int number) throws IOException {
		Path jar = this.folder.resolve(number + ".jar");
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream packed = new JarOutputStream(out);
				Stream<Path> files = Files.walk(classes)) {
			files.filter(Files::isRegularFile).forEach((file) -> add(classes.relativize(file), file, packed));
		}
		return jar;
	}

	private static void add(Path name, Path file, JarOutputStream packed) {
		try {
			packed.putNextEntry(new JarEntry(name.toString().replace(File.separatorChar, '/')));
			Files.copy(file, packed);
			packed.closeEntry();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
