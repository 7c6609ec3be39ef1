package dev.telemetry.benchmarks.comparison.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.SpringBootVersion;

/**
 * What the numbers were measured with.
 */
public final class Machine {

	private Machine() {
	}

	/**
	 * Describes this machine, its JVM and the versions that are compared, on one line.
	 * @return the description
	 * @throws IOException if the system does not say what it is
	 */
	public static String describe() throws IOException {
		return String.format(Locale.ROOT, "%s, %d cores, %s; %s %s, Java %s; Spring Boot %s, OpenTelemetry %s; %s",
				processor(), Runtime.getRuntime().availableProcessors(), memory(), System.getProperty("os.name"),
				System.getProperty("os.version").replaceAll("-.*", ""), System.getProperty("java.version"),
				SpringBootVersion.getVersion(), OpenTelemetry.class.getPackage().getImplementationVersion(),
				LocalDate.now(ZoneOffset.UTC));
	}

	private static String processor() throws IOException {
		return valueOf(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch"));
	}

	private static String memory() throws IOException {
		String kilobytes = valueOf(Path.of("/proc/meminfo"), "MemTotal", "0").replaceAll("\\D", "");
		return Long.parseLong(kilobytes) / (1 << 20) + " GiB";
	}

	private static String valueOf(Path file, String key, String otherwise) throws IOException {
		if (Files.exists(file)) {
			for (String line : Files.readAllLines(file)) {
				if (line.startsWith(key)) {
					return line.substring(line.indexOf(':') + 1).strip();
				}
			}
		}
		return otherwise;
	}

}
