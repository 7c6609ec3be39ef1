package dev.telemetry.autoconfigure.property;

import java.util.List;
import java.util.Objects;

import org.springframework.util.StringUtils;

/**
 * Elements of lists, as they are written in properties.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ListElements {

	private ListElements() {
	}

	/**
	 * Leaves out empty elements, such as one behind a comma at the end. Those that are no
	 * texts are bound as {@code null}.
	 * @param <T> type of the elements
	 * @param elements the elements as they were bound
	 * @return those that are not empty
	 */
	public static <T> List<T> present(List<T> elements) {
		return elements.stream().filter((element) -> StringUtils.hasText(Objects.toString(element, ""))).toList();
	}

}
