package dev.telemetry.autoconfigure.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of listeners by their groups, without a broker.
 */
class KafkaGroupsTests {

	private final KafkaGroups groups = new KafkaGroups();

	// They are not held otherwise.
	private final List<Object> containers = new ArrayList<>();

	@Test
	void theOnlyGroupOfATopicHasNoNameOfItsOwn() {
		add(new ContainerProperties("orders", "returns"), "billing");
		add(new ContainerProperties("orders"), "billing");
		add(new ContainerProperties("mails"), "shipping");
		assertThat(this.groups.type("orders", "billing")).isEqualTo("listener");
		assertThat(this.groups.type("mails", "shipping")).isEqualTo("listener");
	}

	@Test
	void twoGroupsOfATopicAreTwoJobs() {
		add(new ContainerProperties("orders", "returns"), "billing");
		add(new ContainerProperties("orders"), "shipping");
		assertThat(this.groups.type("orders", "billing")).isEqualTo("listener.billing");
		assertThat(this.groups.type("orders", "shipping")).isEqualTo("listener.shipping");
		assertThat(this.groups.type("returns", "billing")).isEqualTo("listener");
	}

	@Test
	void soAreThoseThatHaveTheTopicByAPatternOrByItsPartitions() {
		add(new ContainerProperties(Pattern.compile("order.*")), "billing");
		add(new ContainerProperties(new TopicPartitionOffset("orders", 0)), "shipping");
		assertThat(this.groups.type("orders", "billing")).isEqualTo("listener.billing");
		assertThat(this.groups.type("orders", "shipping")).isEqualTo("listener.shipping");
		assertThat(this.groups.type("order-mails", "billing")).isEqualTo("listener");
	}

	@Test
	void aGroupThatIsTheDefaultOfTheConsumersCounts() {
		add(new ContainerProperties("orders"), null);
		add(new ContainerProperties("orders"), "shipping");
		assertThat(this.groups.type("orders", "shop")).isEqualTo("listener.shop");
	}

	@Test
	void aConsumerWithoutAGroupIsAListener() {
		add(new ContainerProperties("orders"), "billing");
		assertThat(this.groups.type("orders", null)).isEqualTo("listener");
	}

	@Test
	void aJobKeepsItsNameIfAnotherGroupComesLater() {
		add(new ContainerProperties("orders"), "billing");
		assertThat(this.groups.type("orders", "billing")).isEqualTo("listener");
		add(new ContainerProperties("orders"), "shipping");
		assertThat(this.groups.type("orders", "billing")).isEqualTo("listener");
		assertThat(this.groups.type("orders", "shipping")).isEqualTo("listener.shipping");
	}

	private void add(ContainerProperties properties, @Nullable String group) {
		if (group != null) {
			properties.setGroupId(group);
		}
		Map<String, Object> defaults = Map.of("group.id", "shop");
		KafkaMessageListenerContainer<Object, Object> container = new KafkaMessageListenerContainer<>(
				new DefaultKafkaConsumerFactory<>(defaults), properties);
		this.containers.add(container);
		this.groups.add(container);
	}

}
