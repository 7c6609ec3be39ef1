package dev.telemetry.autoconfigure.job;

import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * All that may be around a method.
 */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@EnableCaching
@EnableResilientMethods
@EnableScheduling
@EnableSchedulerLock(defaultLockAtMostFor = "1m")
@EnableTransactionManagement
@Import(GuardedWork.class)
class GuardedApplication {

	@Bean
	static GuardedWork.HeldElsewhere locks() {
		return new GuardedWork.HeldElsewhere();
	}

	@Bean
	GuardedWork.FailingTransactions transactions() {
		return new GuardedWork.FailingTransactions();
	}

	@Bean
	CacheManager caches() {
		return new ConcurrentMapCacheManager();
	}

}
