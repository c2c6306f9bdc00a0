package com.traffictacos.reservation.worker.platform.inject;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean of which the application has one instance. It is {@link Singleton} as a bean-defining annotation, which
 * {@code @Singleton} alone is not: so CDI finds the beans by their annotations and reads no other class (CDI 4.0,
 * section 2.5.1). Such beans have no client proxy: constructor injection into final fields works, and calls cost
 * nothing.
 */
@Stereotype
@SuppressWarnings("InjectScopeAnnotationOnInterfaceOrAbstractClass") // A stereotype hands its scope on.
@Singleton
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SingletonBean {}
