package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
	 * Returns the arguments of the JVM that name the application.
	 * @param classPath its jars
	 * @param folder where to put what is packaged
	 * @param name of the variant
	 */
	List<String> launch(ApplicationClassPath classPath, Path folder, String name) throws IOException {
		return (this == CLASS_PATH) ? List.of("-cp", classPath.text(), MAIN)
				: List.of("-jar", packaged(classPath, folder.resolve(name + ".jar")).toString());
	}

	private static Path packaged(ApplicationClassPath classPath, Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
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
		return file;
	}

	private static boolean isApplication(Path jar) {
		return jar.toFile().getName().startsWith(APPLICATION_JAR);
	}

}
