package dev.telemetry.autoconfigure.property;

import java.util.List;
import java.util.Objects;

import org.springframework.util.StringUtils;

/**
 * Cleans lists that were bound from properties.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ListElements {

	private ListElements() {
	}

	/**
	 * Removes empty elements, such as one behind a comma at the end. Empty elements that
	 * are not text are bound as {@code null}.
	 * @param <T> type of the elements
	 * @param elements the elements as they were bound
	 * @return those that are not empty
	 */
	public static <T> List<T> present(List<T> elements) {
		return elements.stream().filter((element) -> StringUtils.hasText(Objects.toString(element, ""))).toList();
	}

}
