package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * How an application is handed to the JVM.
 */
public enum Packaging {

	/** As a list of jars. */
	CLASS_PATH("class path", "start"),

	/** As one jar with the others in it, as Spring Boot's Maven plugin makes it. */
	EXECUTABLE_JAR("executable jar", "start-jar");

	private static final String MAIN = "dev.telemetry.benchmarks.application.ItemsApplication";

	private static final String APPLICATION_JAR = "benchmarks-application-";

	private final String title;

	private final String metric;

	Packaging(String title, String metric) {
		this.title = title;
		this.metric = metric;
	}

	/**
	 * Returns what a reader calls it.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Returns the name under which the time of the start is kept.
	 * @return the name of the metric
	 */
	public String metric() {
		return this.metric;
	}

	/**
	 * Returns the arguments of the JVM that name the application. What has been packaged
	 * is used again.
	 * @param benchmarks the folder of the benchmarks, built
	 * @param name of the class path
	 */
	List<String> launch(Path benchmarks, String name) throws IOException {
		ApplicationClassPath classPath = ApplicationClassPath.read(benchmarks.resolve("variants"), name);
		if (this == CLASS_PATH) {
			return List.of("-cp", classPath.text(), MAIN);
		}
		Path file = benchmarks.resolve("comparison/target/packaged").resolve(name + ".jar");
		if (!isUpToDate(file, classPath)) {
			Files.createDirectories(file.getParent());
			packageInto(file, classPath);
		}
		return List.of("-jar", file.toString());
	}

	private static boolean isUpToDate(Path file, ApplicationClassPath classPath) throws IOException {
		if (!Files.exists(file)) {
			return false;
		}
		FileTime packaged = Files.getLastModifiedTime(file);
		for (Path jar : classPath.jars()) {
			if (Files.getLastModifiedTime(jar).compareTo(packaged) > 0) {
				return false;
			}
		}
		return true;
	}

	private static void packageInto(Path file, ApplicationClassPath classPath) throws IOException {
		Repackager repackager = new Repackager(classPath.jars()
			.stream()
			.filter(Packaging::isApplication)
			.findFirst()
			.orElseThrow(() -> new IOException("No " + APPLICATION_JAR + "*.jar on the class path"))
			.toFile());
		repackager.setMainClass(MAIN);
		repackager.setBackupSource(false);
		repackager.repackage(file.toFile(), (libraries) -> {
			for (Path jar : classPath.jars()) {
				if (!isApplication(jar)) {
					libraries.library(new Library(jar.toFile(), LibraryScope.COMPILE));
				}
			}
		});
	}

	private static boolean isApplication(Path jar) {
		return jar.toFile().getName().startsWith(APPLICATION_JAR);
	}

}
