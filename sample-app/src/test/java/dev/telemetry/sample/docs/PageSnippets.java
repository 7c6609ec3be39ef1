package dev.telemetry.sample.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The Java code of a page, and that of tests, in a form in which they can be compared.
 */
final class PageSnippets {

	private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final Path SOURCES = Path.of("src", "test", "java", "dev", "telemetry", "sample", "docs");

	private static final Path PAGES = Path.of("..", "docs");

	private PageSnippets() {
	}

	static List<String> of(String page) throws IOException {
		return JAVA.matcher(Files.readString(PAGES.resolve(page)))
			.results()
			.map((MatchResult result) -> normalized(result.group(1)))
			.toList();
	}

	static String sources(Class<?>... types) throws IOException {
		StringBuilder sources = new StringBuilder();
		for (Class<?> type : types) {
			sources.append(Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"))
				.replace("package " + type.getPackageName(), "package com.example.shop")
				.replaceAll("(?s)/\\*\\*.*?\\*/", ""));
		}
		return normalized(sources.toString());
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ").strip();
	}

}
