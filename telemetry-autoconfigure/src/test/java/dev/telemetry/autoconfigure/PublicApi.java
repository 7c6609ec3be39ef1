package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The public types of the published modules, read from their sources, and the page that
 * lists those which applications may use.
 */
final class PublicApi {

	static final String INTERNAL = "Internal: for other modules of this project only, may change in any release.";

	private static final Path ROOT = Path.of("..");

	private static final Map<String, String> PARTS = Map.of("telemetry-core", "In every application",
			"telemetry-autoconfigure", "With Spring", "telemetry-test", "In tests");

	private static final List<String> MODULES = List.of("telemetry-core", "telemetry-autoconfigure", "telemetry-test");

	private static final Pattern TYPE = Pattern.compile(
			"^public (?:final |abstract |sealed |non-sealed )*(?:class|interface|record|enum|@interface) (\\w+)",
			Pattern.MULTILINE);

	private static final Pattern LINK = Pattern.compile("\\{@(?:link|linkplain|code) #?([^ }]+)(?: [^}]*)?}");

	private PublicApi() {
	}

	static List<PublicType> types() {
		return MODULES.stream().flatMap(PublicApi::types).toList();
	}

	private static Stream<PublicType> types(String module) {
		Path sources = ROOT.resolve(module).resolve(Path.of("src", "main", "java"));
		try (Stream<Path> files = Files.walk(sources)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap((file) -> type(module, sources.relativize(file).getParent(), file))
				.sorted(Comparator.comparing(PublicType::packageName).thenComparing(PublicType::simpleName))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<PublicType> type(String module, Path folder, Path file) {
		String source = read(file);
		Matcher type = TYPE.matcher(source);
		if (!type.find()) {
			return Stream.empty();
		}
		String before = source.substring(0, type.start());
		String javadoc = before.substring(before.lastIndexOf("/**") + 3, before.lastIndexOf("*/"));
		String packageName = folder.toString().replace(folder.getFileSystem().getSeparator(), ".");
		return Stream.of(new PublicType(module, packageName, type.group(1),
				javadoc.replaceAll("\\n \\*", " ").replaceAll("\\s+", " ").strip()));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path page() {
		return ROOT.resolve(Path.of("docs", "api.md"));
	}

	static String written() {
		StringBuilder page = new StringBuilder(
				"""
						# Public API

						This page lists the types that applications and their tests may use. A test generates it from the code.
						[versioning.md](versioning.md) says what a release may change about these types. Every other public type says in
						its javadoc that it is internal.
						""");
		for (String module : MODULES) {
			page.append("\n## ").append(PARTS.get(module)).append(": `").append(module).append("`\n");
			List<PublicType> types = types(module).filter((type) -> !type.isInternal()).toList();
			types.stream().map(PublicType::packageName).distinct().forEach((name) -> {
				page.append("\n`").append(name).append("`\n\n| type | |\n|---|---|\n");
				types.stream()
					.filter((type) -> type.packageName().equals(name))
					.forEach((type) -> page.append("| `")
						.append(type.simpleName())
						.append("` | ")
						.append(type.summary())
						.append(" |\n"));
			});
		}
		return page.toString();
	}

	/**
	 * A public type at the top of its file.
	 *
	 * @param module the module it is in
	 * @param packageName its package
	 * @param simpleName its name
	 * @param javadoc its javadoc in one line
	 */
	record PublicType(String module, String packageName, String simpleName, String javadoc) {

		String name() {
			return this.packageName + "." + this.simpleName;
		}

		boolean isInternal() {
			return this.javadoc.contains(INTERNAL);
		}

		String summary() {
			int end = this.javadoc.indexOf(". ");
			String sentence = (end != -1) ? this.javadoc.substring(0, end + 1) : this.javadoc;
			return LINK.matcher(sentence).replaceAll("`$1`");
		}

	}

}
